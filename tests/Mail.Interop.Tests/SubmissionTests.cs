using System.Text.Json;
using Mail.Testing;

namespace Mail.Interop.Tests;

/// <summary>Clients that people have, on the ports for people, with a password made by mailctl.</summary>
public class SubmissionTests
{
    private const string Alice = "alice@example.test";

    [Fact(Timeout = 180_000)]
    public async Task Swaks_logs_in_sends_and_is_kept_from_forging()
    {
        Peer.RequireInstalled("swaks", "swaks");
        await using var system = await MailSystem.StartAsync();
        var password = await NewPasswordAsync(system);
        foreach (var mechanism in new[] { "PLAIN", "LOGIN" })
        {
            var (exitCode, output) = await SwaksAsync(system, mechanism, password, "--from", Alice, "--header", "Subject: by " + mechanism);
            Assert.True(exitCode == 0, output);
            Assert.Contains("235 2.7.0", output, StringComparison.Ordinal);
            Assert.Contains("535 5.7.8", (await SwaksAsync(system, mechanism, "wrong", "--from", Alice)).Output, StringComparison.Ordinal);
        }

        Assert.Contains("553 5.7.1", (await SwaksAsync(system, "PLAIN", password, "--from", "ceo@bank.test")).Output, StringComparison.Ordinal);
        var forged = await SwaksAsync(system, "PLAIN", password, "--from", Alice, "--h-From", "\"Alice\" <ceo@bank.test>");
        Assert.Contains("550 5.7.1", forged.Output, StringComparison.Ordinal);

        var rows = await system.ListWhenThereAsync("bob@example.test", 2);
        Assert.Equal(["by LOGIN", "by PLAIN"], rows.Select(row => row.GetProperty("subject").GetString()).Order());
        var listed = await system.MailctlAsync("account", "app-password", "list", Alice, "--json");
        Assert.Equal(JsonValueKind.String, JsonDocument.Parse(listed).RootElement[0].GetProperty("lastUsedAt").ValueKind);
    }

    [Fact(Timeout = 180_000)]
    public async Task Python_logs_in_over_both_ports()
    {
        Peer.RequireInstalled("python3", "python3");
        await using var system = await MailSystem.StartAsync();
        var password = await NewPasswordAsync(system);
        const string Script = """
            import smtplib, ssl, sys
            from email.message import EmailMessage
            context = ssl.create_default_context()
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            message = EmailMessage()
            message['From'], message['To'], message['Bcc'], message['Subject'] = 'alice@example.test', 'bob@example.test', 'alice@example.test', 'Grüße'
            message.set_content('Hallo')
            for port, implicit in ((int(sys.argv[1]), False), (int(sys.argv[2]), True)):
                client = smtplib.SMTP_SSL('127.0.0.1', port, timeout=20, context=context) if implicit else smtplib.SMTP('127.0.0.1', port, timeout=20)
                with client:
                    if not implicit:
                        client.starttls(context=context)
                    try:
                        client.login('alice@example.test', 'wrong')
                        sys.exit('logged in')
                    except smtplib.SMTPAuthenticationError as e:
                        assert e.smtp_code == 535, e
                with smtplib.SMTP_SSL('127.0.0.1', int(sys.argv[2]), timeout=20, context=context) as client:
                    client.login('alice@example.test', sys.argv[3])
                    client.sendmail('alice@example.test', ['bob@example.test'], message.as_bytes(policy=message.policy.clone(linesep='\r\n')))
            """;
        var (exitCode, output) = await Peer.RunAsync(
            "python3", "python3", "-c", Script, $"{system.SubmissionPort}", $"{system.SubmissionsPort}", password);
        Assert.True(exitCode == 0, output);
        await system.ListWhenThereAsync("bob@example.test", 2);
        foreach (var message in await system.ExportAsync("bob@example.test"))
        {
            var text = System.Text.Encoding.UTF8.GetString(message);
            Assert.DoesNotContain("Bcc:", text, StringComparison.Ordinal);
            Assert.Contains("\r\nMessage-ID: <", text, StringComparison.Ordinal);
            Assert.Contains("\r\nDate: ", text, StringComparison.Ordinal);
        }
    }

    private static async Task<string> NewPasswordAsync(MailSystem system)
    {
        var added = await system.MailctlAsync("account", "app-password", "add", Alice, "--name", "client", "--json");
        return JsonDocument.Parse(added).RootElement.GetProperty("password").GetString()!;
    }

    private static Task<(int ExitCode, string Output)> SwaksAsync(MailSystem system, string mechanism, string password, params string[] more) => Peer.RunAsync(
        "swaks",
        "swaks",
        [
            "--server", $"127.0.0.1:{system.SubmissionPort}", "--timeout", "20", "--tls", "--auth", mechanism, "--auth-user", Alice,
            "--auth-password", password, "--to", "bob@example.test", .. more,
        ]);
}
