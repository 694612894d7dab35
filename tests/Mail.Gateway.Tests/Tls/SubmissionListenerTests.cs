using System.Net.Sockets;

namespace Mail.Gateway.Tests;

public class SubmissionListenerTests
{
    [Fact]
    public async Task Submission_wants_TLS_and_then_a_password()
    {
        await using var bench = await TlsBench.StartAsync();
        using var client = await bench.ConnectAsync("submission");
        Assert.StartsWith("220 ", await client.ReadAsync(), StringComparison.Ordinal);
        Assert.Contains("250-STARTTLS", await client.EhloAsync(), StringComparison.Ordinal);
        Assert.Equal("530 5.7.0 Must issue a STARTTLS command first", await client.CommandAsync("MAIL FROM:<alice@example.test>"));
        Assert.StartsWith("220 ", await client.CommandAsync("STARTTLS"), StringComparison.Ordinal);
        await client.SecureAsync();
        await client.EhloAsync();
        Assert.Equal("530 5.7.0 Authentication required", await client.CommandAsync("MAIL FROM:<alice@example.test>"));
    }

    [Fact]
    public async Task Submissions_is_TLS_from_the_first_octet()
    {
        await using var bench = await TlsBench.StartAsync();
        using var client = await bench.ConnectAsync("submissions");
        await client.SecureAsync();
        Assert.StartsWith("220 ", await client.ReadAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("STARTTLS", await client.EhloAsync(), StringComparison.Ordinal);
        Assert.Equal("503 5.5.1 TLS is active already", await client.CommandAsync("STARTTLS"));
        Assert.Equal("530 5.7.0 Authentication required", await client.CommandAsync("MAIL FROM:<alice@example.test>"));
    }

    [Fact]
    public async Task Mail_between_servers_wants_neither()
    {
        await using var bench = await TlsBench.StartAsync();
        using var client = await bench.ConnectAsync();
        await client.OpenAsync();
        Assert.StartsWith("250 ", await client.CommandAsync("RCPT TO:<alice@example.test>"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_this_machine_passwords_may_go_unencrypted_when_the_operator_says_so()
    {
        await using var bench = await GatewayBench.StartAsync(o => o with { AuthWithoutTlsOnLoopback = true });
        Assert.Equal(["smtp", "submission", "health"], bench.Server.Listening.Select(l => l.Name));
        using var client = await SmtpDialog.ConnectAsync(bench.PortOf("submission"));
        await client.ReadAsync();
        await client.EhloAsync();
        Assert.Equal("530 5.7.0 Authentication required", await client.CommandAsync("MAIL FROM:<alice@example.test>"));
    }

    [Fact]
    public async Task One_session_too_many_is_cut_off_before_it_costs_a_handshake()
    {
        await using var bench = await TlsBench.StartAsync(o => o with { MaxSessions = 1 });
        // Half open: it counts.
        using var first = await bench.ConnectAsync("submissions");
        using var second = await bench.ConnectAsync("submissions");
        Assert.Null(await second.ReadAsync());

        await first.SecureAsync();
        Assert.StartsWith("220 ", await first.ReadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_speaks_plain_text_to_the_TLS_port_is_left()
    {
        await using var bench = await TlsBench.StartAsync();
        using var client = await bench.ConnectAsync("submissions");
        await client.SendAsync("EHLO client.test\r\n");
        try
        {
            Assert.DoesNotContain("250", await client.ReadAsync() ?? "", StringComparison.Ordinal);
        }
        catch (IOException e) when (e.InnerException is SocketException)
        {
            // Closed with input unread.
        }
    }
}
