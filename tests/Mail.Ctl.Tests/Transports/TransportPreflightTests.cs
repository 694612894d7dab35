using System.Net;
using System.Net.Sockets;
using Mail.Testing;

namespace Mail.Ctl.Tests;

public class TransportPreflightTests
{
    private readonly CtlWorld _world = CtlWorld.WithAlice();

    [Fact]
    public async Task A_server_that_greets_is_reached_and_gets_no_more_than_QUIT()
    {
        await using var server = new ScriptedSmtpServer();
        var run = (await _world.RunAsync($"transport check --host 127.0.0.1:{server.Port}")).Succeeded();
        Assert.Contains($"127.0.0.1:{server.Port}\tanswers\t220 ", run.Out, StringComparison.Ordinal);
        Assert.EndsWith("Open: 1 of 1 answer.\n", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Commands, command => command is not ("(greeting)" or "QUIT"));
    }

    [Fact]
    public async Task A_refusal_in_the_greeting_is_an_open_way_too()
    {
        await using var server = new ScriptedSmtpServer { Answer = command => command == "(greeting)" ? "554 not for you" : null };
        Assert.Contains("\tanswers\t554 not for you\n", (await _world.RunAsync($"transport check --host 127.0.0.1:{server.Port}")).Succeeded().Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_servers_of_domains_are_found_by_MX_and_one_of_the_well_known_is_enough()
    {
        await using var server = new ScriptedSmtpServer();
        _world.Environment["MAIL_DIRECT_NETWORKS"] = "127.0.0.0/8";
        _world.Dns = FakeDns.Parse("""{"gmail.com": {"MX": ["10 mx.test"]}, "mx.test": {"A": ["127.0.0.1"]}}""");

        var known = (await _world.RunAsync($"transport check --port {server.Port}")).Succeeded();
        Assert.Contains("Open: 1 of 4 answer.\n", known.Out, StringComparison.Ordinal);
        Assert.Contains("outlook.com\toutlook.com\t\tunknown\tthe domain outlook.com does not exist\n", known.Out, StringComparison.Ordinal);

        var named = await _world.RunAsync($"transport check --domain gmail.com --domain other.test --port {server.Port}");
        Assert.Equal(1, named.ExitCode);
        Assert.Contains("Some do not answer. Others do", named.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_blocked_port_is_said_to_seem_so_with_what_to_do()
    {
        var nobody = ClosedPort();
        _world.Environment["MAIL_DIRECT_NETWORKS"] = "127.0.0.0/8";
        _world.Dns = FakeDns.Parse("""{"gmail.com": {"MX": ["10 mx.test"]}, "mx.test": {"A": ["127.0.0.1"]}}""");

        var run = await _world.RunAsync($"transport check --port {nobody}");

        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        Assert.Contains($"No server answers on port {nobody}: it seems to be blocked for this machine.\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("  mailctl transport add '*' --smarthost smtp.relay.test:587 --tls verified --credentials env:RELAY_LOGIN\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("the functions may have another way out", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_named_server_that_is_down_is_not_taken_for_a_block()
    {
        var run = await _world.RunAsync($"transport check --host 127.0.0.1:{ClosedPort()}");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("\trefused\t", run.Out, StringComparison.Ordinal);
        Assert.Contains("cannot be told from here", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_connects_and_does_not_greet_is_something_in_between()
    {
        using var mute = new TcpListener(IPAddress.Loopback, 0);
        mute.Start();
        var run = await _world.RunAsync($"transport check --timeout 1s --host {mute.LocalEndpoint}");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("\tconnects\tno greeting in time\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("something in between takes them", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 400 Bad Request")]
    public async Task What_is_no_mail_server_does_not_count(string greeting)
    {
        await using var server = new ScriptedSmtpServer { Answer = command => command == "(greeting)" ? greeting : null };
        var run = await _world.RunAsync($"transport check --host 127.0.0.1:{server.Port}");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("\tconnects\t", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_greeting_without_end_is_cut()
    {
        await using var server = new ScriptedSmtpServer { Answer = command => command == "(greeting)" ? "220 " + new string('x', 1_000_000) : null };
        var run = (await _world.RunAsync($"transport check --host 127.0.0.1:{server.Port} --json")).Succeeded();
        Assert.InRange(run.Json.GetProperty("servers")[0].GetProperty("answer").GetString()!.Length, 4, 512);
    }

    [Fact]
    public async Task Json_has_the_promised_names()
    {
        var run = await _world.RunAsync("transport check --json");
        Assert.Equal("open verdict advice servers([target host address port state answer])", run.Shape);
        Assert.Equal("Not known: the DNS gives no address to try.", run.Json.GetProperty("verdict").GetString());
        Assert.Equal(1, run.ExitCode);
    }

    [Theory]
    [InlineData("--port 0")]
    [InlineData("--timeout 0s")]
    [InlineData("--host relay.test:99999")]
    [InlineData("--domain a..b")]
    public async Task Nonsense_is_a_usage_error(string options) => (await _world.RunAsync($"transport check {options}")).Misused("--help'");

    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
