using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Mail.Interop.Tests;

/// <summary>swaks and Python on the ports for people, with a password made by mailctl.</summary>
public class SubmissionTests(SharedSystem shared) : IClassFixture<SharedSystem>
{
    // smtplib chooses a mechanism by itself; here each in turn, with the response in the command and without.
    private const string EachMechanism = """
        import smtplib, ssl, sys
        port, root, user, password, recipient = int(sys.argv[1]), *sys.argv[2:]
        for mechanism in "PLAIN", "LOGIN":
            for at_once in True, False:
                with smtplib.SMTP("localhost", port, timeout=60) as client:
                    client.starttls(context=ssl.create_default_context(cafile=root))
                    client.ehlo()
                    client.user, client.password = user, password
                    code, text = client.auth(mechanism, {"PLAIN": client.auth_plain, "LOGIN": client.auth_login}[mechanism], initial_response_ok=at_once)
                    client.sendmail(user, [recipient], f"From: {user}\r\nSubject: {mechanism} {at_once}\r\n\r\nHello\r\n")
                    print(code, text.decode())
        """;

    private const string BothPorts = """
        import smtplib, ssl, sys
        from email.message import EmailMessage
        starttls, implicit, root, user, password, recipient = int(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:]
        trust = ssl.create_default_context(cafile=root)
        message = EmailMessage()
        message["From"], message["To"], message["Bcc"], message["Subject"] = user, recipient, user, "Grüße"
        message.set_content("Hallo")
        def connect(port):
            if port == implicit:
                return smtplib.SMTP_SSL("localhost", port, timeout=60, context=trust)
            client = smtplib.SMTP("localhost", port, timeout=60)
            client.starttls(context=trust)
            return client
        for port in starttls, implicit:
            with connect(port) as client:
                try:
                    client.login(user, "wrong")
                    sys.exit("logged in")
                except smtplib.SMTPAuthenticationError as e:
                    assert e.smtp_code == 535, e
            with connect(port) as client:
                client.login(user, password)
                client.sendmail(user, [recipient], message.as_bytes(policy=message.policy.clone(linesep="\r\n")))
        """;

    [Fact(Timeout = 240_000)]
    public async Task Swaks_submits_by_each_mechanism_that_it_knows()
    {
        Peer.RequireInstalled("swaks", "swaks");
        var system = await shared.StartAsync();
        var (user, recipient) = (await shared.NewAccountAsync(), await shared.NewAccountAsync());
        var password = await shared.NewPasswordAsync(user);
        foreach (var (port, how, mechanism) in new[]
        {
            (system.SubmissionPort, "--tls", "PLAIN"), (system.SubmissionPort, "--tls", "LOGIN"),
            (system.SubmissionsPort, "--tls-on-connect", "PLAIN"), (system.SubmissionsPort, "--tls-on-connect", "LOGIN"),
        })
        {
            var (exitCode, output) = await SwaksAsync(port, user, password, recipient, how, "--auth", mechanism);
            Assert.True(exitCode == 0, output);
            Assert.Contains("235 2.7.0", output, StringComparison.Ordinal);
        }

        await system.ListWhenThereAsync(recipient, 4);
        Assert.All(
            (await system.ExportAsync(recipient)).ConvertAll(Encoding.Latin1.GetString),
            message => Assert.Contains("with ESMTPSA id ", message, StringComparison.Ordinal));
        Assert.DoesNotContain(password, system.Gateway.Output, StringComparison.Ordinal);
        var listed = await system.MailctlAsync("account", "app-password", "list", user, "--json");
        Assert.Equal(JsonValueKind.String, JsonDocument.Parse(listed).RootElement[0].GetProperty("lastUsedAt").ValueKind);
    }

    [Fact(Timeout = 240_000)]
    public async Task Swaks_is_refused_with_a_wrong_password_and_when_it_forges()
    {
        Peer.RequireInstalled("swaks", "swaks");
        var system = await shared.StartAsync();
        var (user, recipient) = (await shared.NewAccountAsync(), "bob@example.test");
        var password = await shared.NewPasswordAsync(user);
        foreach (var mechanism in new[] { "PLAIN", "LOGIN" })
        {
            var wrong = await SwaksAsync(system.SubmissionPort, user, "wrong", recipient, "--tls", "--auth", mechanism);
            Assert.Contains("535 5.7.8", wrong.Output, StringComparison.Ordinal);
        }

        var spoofed = await SwaksAsync(system.SubmissionPort, user, password, recipient, "--tls", "--auth", "PLAIN", "--from", "ceo@bank.test");
        Assert.Contains("553 5.7.1", spoofed.Output, StringComparison.Ordinal);
        var forged = await SwaksAsync(
            system.SubmissionPort, user, password, recipient, "--tls", "--auth", "PLAIN", "--h-From", $"\"{user}\" <ceo@bank.test>");
        Assert.Contains("550 5.7.1", forged.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = 240_000)]
    public async Task A_password_is_not_taken_over_a_plain_connection_nor_where_servers_deliver()
    {
        Peer.RequireInstalled("swaks", "swaks");
        var system = await shared.StartAsync();
        // swaks gives up by itself, because AUTH is not offered.
        var plain = await SwaksAsync(system.SubmissionPort, "alice@example.test", "x", "bob@example.test", "--auth", "PLAIN");
        Assert.Contains("Host did not advertise authentication", plain.Output, StringComparison.Ordinal);
        var server = await SwaksAsync(system.SmtpPort, "alice@example.test", "x", "bob@example.test", "--tls", "--auth", "PLAIN");
        Assert.Contains("Host did not advertise authentication", server.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = 240_000)]
    public async Task Pythons_smtplib_submits_by_each_mechanism()
    {
        Peer.RequireInstalled("python3", "python3");
        var system = await shared.StartAsync();
        var (user, recipient) = (await shared.NewAccountAsync(), await shared.NewAccountAsync());
        var (exitCode, output) = await Peer.RunAsync(
            "python3", "python3", "-c", EachMechanism, Text(system.SubmissionPort), system.RootCertificate, user, await shared.NewPasswordAsync(user), recipient);
        Assert.True(exitCode == 0, output);
        Assert.Equal(4, output.Split("235 2.7.0 ").Length - 1);
        await system.ListWhenThereAsync(recipient, 4);
    }

    [Fact(Timeout = 240_000)]
    public async Task Python_submits_on_both_ports_and_its_header_is_completed()
    {
        Peer.RequireInstalled("python3", "python3");
        var system = await shared.StartAsync();
        var (user, recipient) = (await shared.NewAccountAsync(), await shared.NewAccountAsync());
        var (exitCode, output) = await Peer.RunAsync(
            "python3",
            "python3",
            ["-c", BothPorts, Text(system.SubmissionPort), Text(system.SubmissionsPort), system.RootCertificate, user, await shared.NewPasswordAsync(user), recipient]);
        Assert.True(exitCode == 0, output);
        await system.ListWhenThereAsync(recipient, 2);
        foreach (var text in (await system.ExportAsync(recipient)).ConvertAll(Encoding.UTF8.GetString))
        {
            Assert.DoesNotContain("Bcc:", text, StringComparison.Ordinal);
            Assert.Contains("\r\nMessage-ID: <", text, StringComparison.Ordinal);
            Assert.Contains("\r\nDate: ", text, StringComparison.Ordinal);
        }
    }

    private static Task<(int ExitCode, string Output)> SwaksAsync(int port, string user, string password, string recipient, params string[] more) => Peer.RunAsync(
        "swaks",
        "swaks",
        [
            "--server", "localhost:" + Text(port), "--timeout", "60", "--from", user, "--to", recipient,
            "--auth-user", user, "--auth-password", password, "--auth-hide-password", .. more,
        ]);

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
