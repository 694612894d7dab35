using System.Globalization;
using System.Text;

namespace Mail.Interop.Tests;

/// <summary>Mail programs that insist on TLS.</summary>
public class TlsClientTests(SharedSystem shared) : IClassFixture<SharedSystem>
{
    private const string Alice = "alice@example.test";

    private const string SmtpLib = """
        import smtplib, ssl, sys
        port, root, implicit, recipient = int(sys.argv[1]), sys.argv[2], sys.argv[3] == "implicit", sys.argv[4]
        trust = ssl.create_default_context(cafile=root)
        client = smtplib.SMTP_SSL("localhost", port, timeout=20, context=trust) if implicit else smtplib.SMTP("localhost", port, timeout=20)
        if not implicit:
            client.ehlo()
            assert client.has_extn("starttls"), client.esmtp_features
            client.starttls(context=trust)
        client.ehlo()
        assert not client.has_extn("starttls"), client.esmtp_features
        print(client.sock.version(), client.sock.cipher()[0])
        try:
            client.sendmail("x@sender.test", [recipient], "From: X <x@sender.test>\r\nSubject: smtplib\r\n\r\nHello\r\n")
            print("sent")
        except smtplib.SMTPSenderRefused as e:
            print("refused", e.smtp_code, e.smtp_error.decode())
        client.quit()
        """;

    // Plain text behind STARTTLS, in the packet of STARTTLS itself: CVE-2011-0411.
    private const string Injection = """
        import socket, ssl, sys
        port, root = int(sys.argv[1]), sys.argv[2]
        plain = socket.create_connection(("localhost", port), 20)
        def reply(s):
            text = b""
            while not any(l[3:4] == b" " for l in text.split(b"\r\n")[:-1]):
                text += s.recv(4096)
            return text.decode()
        reply(plain)
        plain.sendall(b"EHLO client.test\r\n")
        reply(plain)
        plain.sendall(b"STARTTLS\r\nEHLO injected.test\r\nMAIL FROM:<injected@sender.test>\r\n")
        print(reply(plain), end="")
        secure = ssl.create_default_context(cafile=root).wrap_socket(plain, server_hostname="localhost")
        secure.sendall(b"RCPT TO:<alice@example.test>\r\n")
        print(reply(secure), end="")
        """;

    [Fact(Timeout = 120_000)]
    public async Task Swaks_delivers_and_the_trace_says_how()
    {
        Peer.RequireInstalled("swaks", "swaks");
        var system = await shared.StartAsync();
        var recipient = await shared.NewAccountAsync();
        var (exitCode, output) = await SwaksAsync(system.SmtpPort, "--to", recipient, "--tls", "--tls-verify", "--tls-ca-path", system.RootCertificate);
        Assert.True(exitCode == 0, output);
        Assert.Contains("=== TLS started with cipher TLSv1.3:", output, StringComparison.Ordinal);
        await system.ListWhenThereAsync(recipient, 1);
        var message = Encoding.Latin1.GetString(Assert.Single(await system.ExportAsync(recipient)));
        Assert.Contains("with ESMTPS id ", message, StringComparison.Ordinal);
        Assert.Matches(@"\r\n\ttls TLS_[A-Z0-9_]+ \(TLSv1\.3\);\r\n", message);
    }

    [Fact(Timeout = 120_000)]
    public async Task Swaks_cannot_submit_without_a_password()
    {
        Peer.RequireInstalled("swaks", "swaks");
        var system = await shared.StartAsync();
        Assert.Contains("530 5.7.0 Must issue a STARTTLS command first", (await SwaksAsync(system.SubmissionPort, "--to", Alice)).Output, StringComparison.Ordinal);
        Assert.Contains("530 5.7.0 Authentication required", (await SwaksAsync(system.SubmissionPort, "--to", Alice, "--tls")).Output, StringComparison.Ordinal);
        Assert.Contains(
            "530 5.7.0 Authentication required", (await SwaksAsync(system.SubmissionsPort, "--to", Alice, "--tls-on-connect")).Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task Pythons_smtplib_is_content_with_both_ways()
    {
        Peer.RequireInstalled("python3", "python3");
        var system = await shared.StartAsync();
        var recipient = await shared.NewAccountAsync();
        var (exitCode, output) = await PythonAsync(SmtpLib, system.SmtpPort, system.RootCertificate, "starttls", recipient);
        Assert.True(exitCode == 0, output);
        Assert.StartsWith("TLSv1.3 TLS_", output, StringComparison.Ordinal);
        Assert.Contains("sent", output, StringComparison.Ordinal);
        await system.ListWhenThereAsync(recipient, 1);

        (exitCode, output) = await PythonAsync(SmtpLib, system.SubmissionsPort, system.RootCertificate, "implicit", recipient);
        Assert.True(exitCode == 0, output);
        Assert.Contains("refused 530 5.7.0 Authentication required", output, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task What_is_slipped_in_behind_STARTTLS_is_without_effect()
    {
        Peer.RequireInstalled("python3", "python3");
        var system = await shared.StartAsync();
        var (exitCode, output) = await PythonAsync(Injection, system.SmtpPort, system.RootCertificate);
        Assert.True(exitCode == 0, output);
        Assert.Equal("220 2.0.0 Ready to start TLS\n503 5.5.1 Send HELO or EHLO first\n", output.ReplaceLineEndings("\n"));
    }

    private static Task<(int ExitCode, string Output)> SwaksAsync(int port, params string[] more) =>
        Peer.RunAsync(
            "swaks",
            "swaks",
            ["--server", Text(port), "--timeout", "20", "--from", "x@sender.test", .. more]);

    private static Task<(int ExitCode, string Output)> PythonAsync(string script, int port, params string[] more) =>
        Peer.RunAsync("python3", "python3", ["-c", script, port.ToString(CultureInfo.InvariantCulture), .. more]);

    private static string Text(int port) => string.Create(CultureInfo.InvariantCulture, $"localhost:{port}");
}
