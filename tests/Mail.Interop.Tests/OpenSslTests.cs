using System.Diagnostics;
using System.Globalization;
using Mail.Testing;

namespace Mail.Interop.Tests;

/// <summary>What testssl.sh looks for first, asked with <c>openssl s_client</c>.</summary>
public class OpenSslTests(SharedSystem shared) : IClassFixture<SharedSystem>
{
    [Fact(Timeout = 120_000)]
    public async Task Old_versions_are_refused_and_the_chain_is_shown()
    {
        Peer.RequireInstalled("openssl", "openssl");
        var system = await shared.StartAsync();
        // At security level 0, or the client itself would not go so low.
        foreach (var version in new[] { "-tls1", "-tls1_1" })
        {
            var (exitCode, output) = await ClientAsync(system.SmtpPort, version, "-cipher", "ALL:@SECLEVEL=0", "-starttls", "smtp");
            Assert.NotEqual(0, exitCode);
            Assert.Contains("alert protocol version", output, StringComparison.Ordinal);
        }

        Assert.Contains("the client speaks only versions before TLS 1.2", system.Gateway.Output, StringComparison.Ordinal);
        foreach (var (version, name) in new[] { ("-tls1_2", "TLSv1.2"), ("-tls1_3", "TLSv1.3") })
        {
            foreach (var (port, how) in new[] { (system.SmtpPort, "smtp"), (system.SubmissionPort, "smtp"), (system.SubmissionsPort, null) })
            {
                string[] starttls = how is null ? [] : ["-starttls", how];
                var (exitCode, output) = await ClientAsync(
                    port,
                    [version, "-CAfile", system.RootCertificate, "-verify_return_error", "-verify_hostname", "mx.example.test", "-showcerts", .. starttls]);
                Assert.True(exitCode == 0, output);
                Assert.Contains("Verify return code: 0 (ok)", output, StringComparison.Ordinal);
                Assert.Contains($"New, {name}, Cipher is ", output, StringComparison.Ordinal);
                Assert.Equal(2, output.Split("-----BEGIN CERTIFICATE-----").Length - 1);
                Assert.Contains("No client certificate CA names sent", output, StringComparison.Ordinal);
            }
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task A_client_cannot_renegotiate()
    {
        Peer.RequireInstalled("openssl", "openssl");
        var system = await shared.StartAsync();
        var (_, output) = await Peer.RunAsync(
            "openssl",
            "openssl",
            ["s_client", "-connect", $"127.0.0.1:{system.SubmissionsPort}", "-tls1_2"],
            async input =>
            {
                // A command that works before, the R that makes s_client renegotiate, and a command that must not work behind it. Each has to be
                // a packet of its own, because s_client looks for its commands at the start of one.
                foreach (var line in new[] { "NOOP\r\n", "R\n", "HELP\r\n" })
                {
                    await Task.Delay(1000, TestContext.Current.CancellationToken);
                    await input.WriteAsync(line);
                    await input.FlushAsync(TestContext.Current.CancellationToken);
                }

                await Task.Delay(1000, TestContext.Current.CancellationToken);
            });
        Assert.Contains("250 2.0.0 Ok", output, StringComparison.Ordinal);
        Assert.Contains("RENEGOTIATING", output, StringComparison.Ordinal);
        Assert.DoesNotContain("214 2.0.0", output, StringComparison.Ordinal);
        // The connection is over.
        Assert.Contains("eof while reading", output, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task The_name_chooses_the_certificate_and_a_new_one_is_taken_without_restart()
    {
        Peer.RequireInstalled("openssl", "openssl");
        using var other = TestCertificate.For(["mail.other.test"]);
        var folder = Directory.CreateTempSubdirectory("mail-cloud-tls-");
        try
        {
            var file = Path.Combine(folder.FullName, "other.pem");
            await File.WriteAllTextAsync(file, other.WholePem, TestContext.Current.CancellationToken);
            await using var system = await MailSystem.StartAsync(new Dictionary<string, string> { ["MAIL_TLS_CERTIFICATE"] = file });
            Assert.Equal(other.Thumbprint, await FingerprintAsync(system, "mail.other.test"));
            var before = await FingerprintAsync(system, "mx.example.test");
            Assert.Equal(before, await FingerprintAsync(system, "unknown.test"));

            var renewed = system.RenewCertificate();
            Assert.NotEqual(before, renewed);
            var limit = Stopwatch.StartNew();
            while (await FingerprintAsync(system, "mx.example.test") != renewed)
            {
                Assert.True(limit.Elapsed < TimeSpan.FromSeconds(30), system.Gateway.Output);
                await Task.Delay(500, TestContext.Current.CancellationToken);
            }

            Assert.Equal(other.Thumbprint, await FingerprintAsync(system, "mail.other.test"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Task<(int ExitCode, string Output)> ClientAsync(int port, params string[] more) =>
        Peer.RunAsync("openssl", "openssl", ["s_client", "-connect", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"), .. more]);

    private static async Task<string> FingerprintAsync(MailSystem system, string name)
    {
        var (_, output) = await ClientAsync(system.SmtpPort, "-starttls", "smtp", "-servername", name);
        var begin = output.IndexOf("-----BEGIN CERTIFICATE-----", StringComparison.Ordinal);
        Assert.True(begin >= 0, output);
        using var shown = System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPem(output.AsSpan(begin));
        return shown.Thumbprint;
    }
}
