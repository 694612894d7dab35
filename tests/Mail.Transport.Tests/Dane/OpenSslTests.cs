using System.Diagnostics;
using System.Globalization;
using Mail.Core;
using Mail.Testing;

namespace Mail.Transport.Tests;

/// <summary>OpenSSL, asked the same about the same handshake: its verdict on TLSA records is what Postfix and Exim go by.</summary>
public sealed class OpenSslTests : IDisposable
{
    private readonly DaneAuthority _authority = new();

    public void Dispose() => _authority.Dispose();

    [Theory(Timeout = 60_000)]
    [InlineData(3, 0, 0, "leaf", "mx.peer.test")]
    [InlineData(3, 0, 1, "leaf", "mx.peer.test")]
    [InlineData(3, 1, 2, "leaf", "elsewhere.test")]
    [InlineData(3, 1, 1, "intermediate", "mx.peer.test")]
    [InlineData(3, 1, 1, "stranger", "mx.peer.test")]
    [InlineData(2, 0, 0, "root", "mx.peer.test")]
    [InlineData(2, 0, 1, "intermediate", "mx.peer.test")]
    [InlineData(2, 1, 1, "root", "mx.peer.test")]
    [InlineData(2, 1, 2, "intermediate", "mx.peer.test")]
    [InlineData(2, 1, 1, "root", "elsewhere.test")]
    [InlineData(2, 0, 1, "stranger", "mx.peer.test")]
    public async Task OpenSSL_says_the_same(byte usage, byte selector, byte matching, string whose, string name)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/openssl"), "skipped: openssl not installed");
        await using var server = new ScriptedSmtpServer();
        using var certificate = _authority.Server();
        (server.Certificate, server.Issuers) = (certificate, [_authority.Intermediate]);
        var record = _authority.Record(usage, selector, matching, whose);

        // As .NET's server does: the root stays at home.
        var ours = new TlsaSet(name, [], [record]).Accepts(_authority.Leaf, [_authority.Intermediate]);

        Assert.Equal(await OpenSslAcceptsAsync(server.Port, name, record), ours);
    }

    private static async Task<bool> OpenSslAcceptsAsync(int port, string name, DnsRecord.Tlsa record)
    {
        using var openssl = new Process
        {
            StartInfo = new ProcessStartInfo("/usr/bin/openssl")
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                ArgumentList =
                {
                    "s_client", "-starttls", "smtp", "-connect", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"), "-brief", "-verify_return_error",
                    "-dane_tlsa_domain", name, "-dane_ee_no_namechecks", "-dane_tlsa_rrdata", $"{record.Usage} {record.Selector} {record.MatchingType} {record.Data}",
                },
            },
        };
        openssl.Start();
        var cancellation = TestContext.Current.CancellationToken;
        var (output, errors) = (openssl.StandardOutput.ReadToEndAsync(cancellation), openssl.StandardError.ReadToEndAsync(cancellation));
        await openssl.StandardInput.WriteAsync("QUIT\r\n".AsMemory(), cancellation);
        openssl.StandardInput.Close();
        try
        {
            await openssl.WaitForExitAsync(cancellation);
        }
        finally
        {
            if (!openssl.HasExited)
            {
                openssl.Kill();
            }
        }

        var said = await output + await errors;
        // Anything else than one of the two words is a test that did not come to a handshake.
        Assert.True(said.Contains("Verification: OK", StringComparison.Ordinal) || said.Contains("verify failed", StringComparison.Ordinal), said);
        return said.Contains("Verification: OK", StringComparison.Ordinal);
    }
}
