using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Mail.Testing;

namespace Mail.EndToEnd.Tests;

/// <summary>What an alias sends on to another server, and what comes back: over the wire on all sides.</summary>
public sealed class ForwardingTests : IAsyncDisposable
{
    private static readonly Dictionary<string, string> Settings = new()
    {
        ["AzureWebJobs_Outbound_Disabled"] = "false",
        ["MAIL_SRS_SECRET"] = "0123456789abcdef0123456789abcdef",
    };

    private readonly ScriptedSmtpServer _far = new();
    private readonly ScriptedSmtpServer _origin = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_bounce_of_what_was_sent_on_reaches_the_sender_and_its_address_gets_nothing_more()
    {
        await using var system = await StartAsync("info@example.test", "joe@far.test");
        using var client = new SmtpClient(system.SmtpPort);
        await client.SendAsync("info@example.test", TestMessages.Numbered(1, 1000), Token);

        await UntilAsync(() => _far.Messages.Count == 1, system);
        var forwarded = _far.Messages[0];
        var returns = AddressIn(forwarded.Mail);
        Assert.StartsWith("SRS0=", returns, StringComparison.Ordinal);
        Assert.EndsWith("=sender.test=x@example.test", returns, StringComparison.Ordinal);
        Assert.Equal("joe@far.test", AddressIn(forwarded.Recipients[0]));

        Assert.StartsWith("550 5.1.1", await SendNoticeAsync(client, returns.Replace("SRS0=", "SRS0=A", StringComparison.Ordinal), ""), StringComparison.Ordinal);
        Assert.StartsWith("250 ", await SendNoticeAsync(client, returns, Notice(forwarded.Content)), StringComparison.Ordinal);

        await UntilAsync(() => _origin.Messages.Count == 1, system);
        Assert.StartsWith("MAIL FROM:<>", _origin.Messages[0].Mail, StringComparison.Ordinal);
        Assert.Equal("x@sender.test", AddressIn(_origin.Messages[0].Recipients[0]));
        Assert.Contains("Status: 5.1.1", Encoding.UTF8.GetString(_origin.Messages[0].Content), StringComparison.Ordinal);
        var suppressed = Assert.Single(await SuppressedAsync(system));
        Assert.Equal(("joe@far.test", "bounce"), (suppressed.GetProperty("address").GetString(), suppressed.GetProperty("source").GetString()));
    }

    [Fact]
    public async Task An_address_that_is_refused_is_told_to_the_sender_and_not_tried_again()
    {
        _far.Answer = command => command.StartsWith("RCPT TO:<gone@", StringComparison.Ordinal) ? "550 5.1.1 No such user" : null;
        await using var system = await StartAsync("old@example.test", "gone@far.test");
        using var client = new SmtpClient(system.SmtpPort);
        await client.SendAsync("old@example.test", TestMessages.Numbered(1, 1000), Token);
        await UntilAsync(() => _origin.Messages.Count == 1, system);
        Assert.Contains("550 5.1.1 No such user", Encoding.UTF8.GetString(_origin.Messages[0].Content), StringComparison.Ordinal);
        var suppressed = Assert.Single(await SuppressedAsync(system));
        Assert.Equal(("gone@far.test", "reply"), (suppressed.GetProperty("address").GetString(), suppressed.GetProperty("source").GetString()));

        await client.SendAsync("old@example.test", TestMessages.Numbered(2, 1000), Token);
        await UntilAsync(() => _origin.Messages.Count == 2, system);
        Assert.Contains("on the suppression list", Encoding.UTF8.GetString(_origin.Messages[1].Content), StringComparison.Ordinal);
        Assert.Single(_far.Commands, command => command.StartsWith("RCPT TO:<gone@", StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        await _far.DisposeAsync();
        await _origin.DisposeAsync();
    }

    private Task<MailSystem> StartAsync(string alias, string target) => MailSystem.StartAsync(Settings, async system =>
    {
        await system.MailctlAsync("alias", "add", alias, target);
        await system.MailctlAsync("transport", "add", "far.test", "--smarthost", SmarthostOf(_far), "--tls", "none");
        await system.MailctlAsync("transport", "add", "sender.test", "--smarthost", SmarthostOf(_origin), "--tls", "none");
    });

    private static string SmarthostOf(ScriptedSmtpServer server) => string.Create(CultureInfo.InvariantCulture, $"[127.0.0.1]:{server.Port}");

    private static async Task<List<JsonElement>> SuppressedAsync(MailSystem system) =>
        [.. JsonDocument.Parse(await system.MailctlAsync("suppression", "list", "--json")).RootElement.EnumerateArray()];

    private static async Task<string> SendNoticeAsync(SmtpClient client, string recipient, string notice)
    {
        await client.CommandAsync("RSET", Token);
        Assert.StartsWith("250", await client.CommandAsync("MAIL FROM:<>", Token), StringComparison.Ordinal);
        var reply = await client.CommandAsync($"RCPT TO:<{recipient}>", Token);
        if (reply.StartsWith("250", StringComparison.Ordinal))
        {
            Assert.StartsWith("354", await client.CommandAsync("DATA", Token), StringComparison.Ordinal);
            reply = await client.CommandAsync(notice + ".", Token);
        }

        return reply;
    }

    /// <summary>As the other server would write it, with the header that it got.</summary>
    private static string Notice(byte[] forwarded)
    {
        var header = Encoding.UTF8.GetString(forwarded);
        header = header[..(header.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 2)];
        return "From: MAILER-DAEMON@far.test\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\n"
            + "--x\r\nContent-Type: text/plain\r\n\r\nNo such user.\r\n--x\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; far.test\r\n\r\n"
            + "Final-Recipient: rfc822; joe@far.test\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 No such user\r\n\r\n"
            + $"--x\r\nContent-Type: text/rfc822-headers\r\n\r\n{header}\r\n--x--\r\n";
    }

    private static string AddressIn(string command) => command[(command.IndexOf('<', StringComparison.Ordinal) + 1)..command.IndexOf('>', StringComparison.Ordinal)];

    private static async Task UntilAsync(Func<bool> condition, MailSystem system)
    {
        var limit = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(limit.Elapsed < TimeSpan.FromMinutes(2), $"waited in vain. Functions wrote:\n{system.Functions.Output}\nGateway wrote:\n{system.Gateway.Output}");
            await Task.Delay(100, Token);
        }
    }
}
