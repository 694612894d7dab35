using Mail.Testing;

namespace Mail.Ctl.Tests;

public sealed class DeployCheckTests
{
    private readonly CtlWorld _world = CtlWorld.WithAlice();

    [Fact]
    public async Task What_is_wrong_comes_first_and_ends_with_1()
    {
        var closed = Mail.Testing.FreePorts.Take(1)[0];
        _world.Environment["MAIL_DIRECT_NETWORKS"] = "127.0.0.0/8";
        _world.Dns = FakeDns.Parse("""{"mx.example.test": {"A": ["127.0.0.1"]}, "example.test": {"MX": ["10 elsewhere.test"]}}""");

        var run = await _world.RunAsync($"deploy check --host mx.example.test --port-offset {closed - 25} --json");

        Assert.Equal(1, run.ExitCode);
        Assert.False(run.Json.GetProperty("ready").GetBoolean());
        var findings = run.Json.GetProperty("findings").EnumerateArray().ToLookup(
            finding => $"{finding.GetProperty("state").GetString()} {finding.GetProperty("area").GetString()}", finding => finding.GetProperty("subject").GetString());
        Assert.Equal(["A mx.example.test."], findings["right dns"].Select(Dotted));
        Assert.Equal(["MX example.test.", "PTR 1.0.0.127.in-addr.arpa."], findings["wrong dns"].Select(Dotted).Order());
        Assert.Equal(3, findings["wrong port"].Count());
        Assert.Single(findings["right storage"]);
        Assert.Single(findings["wrong sending"]);
        Assert.StartsWith("wrong\t", (await _world.RunAsync($"deploy check --host mx.example.test --port-offset {closed - 25}")).Out.Split('\n')[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_installation_as_it_should_be_is_ready_but_for_its_certificates()
    {
        await using var server = new ScriptedSmtpServer();
        _world.Dns = FakeDns.Parse(
            """{"mx.example.test": {"A": ["127.0.0.1"]}, "1.0.0.127.in-addr.arpa": {"PTR": ["mx.example.test"]}, "example.test": {"MX": ["10 mx.example.test"]}}""");
        (await _world.RunAsync($"transport add * --smarthost 127.0.0.1:{server.Port} --tls none")).Succeeded();

        var run = await _world.RunAsync($"deploy check --host mx.example.test --port-offset {server.Port - 25} --json");

        var wrong = run.Json.GetProperty("findings").EnumerateArray().Where(finding => finding.GetProperty("state").GetString() == "wrong").ToList();
        Assert.DoesNotContain(wrong, finding => finding.GetProperty("area").GetString() is "dns" or "storage");
        Assert.Contains(wrong, finding => finding.GetProperty("detail").GetString()!.Contains("mail comes unencrypted until there is a certificate", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_host_without_address_is_told_where_to_find_it()
    {
        _world.Dns = FakeDns.Parse("{}");
        var run = await _world.RunAsync("deploy check --host mx.example.test");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("MAIL_EDGE_ADDRESS", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_host_it_asks_for_one() => (await _world.RunAsync("deploy check")).Misused("--host");

    /// <summary>Azure tells the name of the functions' host, not a URL.</summary>
    [Theory]
    [InlineData("127.0.0.1:{0}", "https://127.0.0.1:{0}/")]
    [InlineData("http://127.0.0.1:{0}", "http://127.0.0.1:{0}/")]
    public async Task Functions_that_do_not_answer_are_named_by_host_or_URL(string given, string asked)
    {
        _world.Dns = FakeDns.Parse("{}");
        var closed = Mail.Testing.FreePorts.Take(1)[0];

        var run = await _world.RunAsync($"deploy check --host mx.example.test --functions {string.Format(null, given, closed)} --json");

        var finding = Assert.Single(run.Json.GetProperty("findings").EnumerateArray(), finding => finding.GetProperty("area").GetString() == "functions");
        Assert.Equal("wrong", finding.GetProperty("state").GetString());
        Assert.Equal(string.Format(null, asked, closed), finding.GetProperty("subject").GetString());
    }

    [Theory]
    [InlineData("ftp://somewhere.test")]
    [InlineData("https://")]
    public async Task What_is_no_web_address_is_refused(string functions) =>
        (await _world.RunAsync($"deploy check --host mx.example.test --functions {functions}")).Misused("--functions");

    private static string Dotted(string? subject) => subject!.TrimEnd('.') + ".";
}
