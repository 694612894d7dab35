using System.Globalization;
using System.Text;
using Mail.Testing;

namespace Mail.Interop.Tests;

/// <summary>Mail programs that submit with a password.</summary>
public class AuthTests
{
    // smtplib chooses by the server's order of what it knows itself; here each in turn.
    private const string SmtpLib = """
        import smtplib, ssl, sys
        port, root, mechanism, password = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
        with smtplib.SMTP("localhost", port, timeout=60) as client:
            client.starttls(context=ssl.create_default_context(cafile=root))
            client.ehlo()
            client.user, client.password = "alice@example.test", password
            code, text = client.auth(mechanism, {"PLAIN": client.auth_plain, "LOGIN": client.auth_login}[mechanism], initial_response_ok=len(sys.argv) > 5)
            client.sendmail("alice@example.test", ["bob@example.test"], f"From: alice@example.test\r\nSubject: smtplib {mechanism}\r\n\r\nHello\r\n")
            print(code, text.decode())
        """;

    [Fact(Timeout = 240_000)]
    public async Task Swaks_submits_by_each_mechanism_that_it_knows_and_not_with_a_wrong_password()
    {
        Peer.RequireInstalled("swaks", "swaks");
        await using var system = await MailSystem.StartAsync();
        var password = await PasswordAsync(system);
        foreach (var mechanism in new[] { "PLAIN", "LOGIN" })
        {
            var (exitCode, output) = await SwaksAsync(system.SubmissionPort, password, "--tls", "--auth", mechanism);
            Assert.True(exitCode == 0, output);
            Assert.Contains("235 2.7.0", output, StringComparison.Ordinal);
        }

        var (implicitCode, implicitOutput) = await SwaksAsync(system.SubmissionsPort, password, "--tls-on-connect", "--auth", "PLAIN");
        Assert.True(implicitCode == 0, implicitOutput);
        Assert.Contains("535 5.7.8", (await SwaksAsync(system.SubmissionPort, "wrong", "--tls", "--auth", "PLAIN")).Output, StringComparison.Ordinal);

        await system.ListWhenThereAsync("bob@example.test", 3);
        Assert.All(
            (await system.ExportAsync("bob@example.test")).ConvertAll(Encoding.Latin1.GetString),
            message => Assert.Contains("with ESMTPSA id ", message, StringComparison.Ordinal));
        Assert.DoesNotContain(password, system.Gateway.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = 240_000)]
    public async Task A_password_is_not_taken_over_a_plain_connection_nor_where_servers_deliver()
    {
        Peer.RequireInstalled("swaks", "swaks");
        await using var system = await MailSystem.StartAsync();
        // swaks gives up by itself, because AUTH is not offered.
        Assert.Contains("Host did not advertise authentication", (await SwaksAsync(system.SubmissionPort, "x", "--auth", "PLAIN")).Output, StringComparison.Ordinal);
        Assert.Contains("Host did not advertise authentication", (await SwaksAsync(system.SmtpPort, "x", "--tls", "--auth", "PLAIN")).Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = 240_000)]
    public async Task Pythons_smtplib_submits()
    {
        Peer.RequireInstalled("python3", "python3");
        await using var system = await MailSystem.StartAsync();
        var password = await PasswordAsync(system);
        foreach (var more in new[] { new[] { "PLAIN" }, ["LOGIN"] })
        {
            var (exitCode, output) = await PythonAsync(system, [more[0], password]);
            Assert.True(exitCode == 0, output);
            Assert.StartsWith("235 2.7.0", output, StringComparison.Ordinal);
            (exitCode, output) = await PythonAsync(system, [more[0], password, "initial"]);
            Assert.True(exitCode == 0, output);
        }

        await system.ListWhenThereAsync("bob@example.test", 4);
    }

    private static async Task<string> PasswordAsync(MailSystem system) =>
        (await system.MailctlAsync("account", "app-password", "add", "alice@example.test", "--name", "test")).Split('\n')[0].Trim();

    private static Task<(int ExitCode, string Output)> SwaksAsync(int port, string password, params string[] more) =>
        Peer.RunAsync(
            "swaks",
            "swaks",
            [
                "--server", string.Create(CultureInfo.InvariantCulture, $"localhost:{port}"), "--timeout", "60",
                "--from", "alice@example.test", "--to", "bob@example.test",
                "--auth-user", "alice@example.test", "--auth-password", password, "--auth-hide-password", .. more,
            ]);

    private static Task<(int ExitCode, string Output)> PythonAsync(MailSystem system, string[] more) =>
        Peer.RunAsync(
            "python3",
            "python3",
            ["-c", SmtpLib, system.SubmissionPort.ToString(CultureInfo.InvariantCulture), system.RootCertificate, .. more]);
}
