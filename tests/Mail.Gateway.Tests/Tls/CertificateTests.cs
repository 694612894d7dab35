using System.Net.Security;
using Mail.Testing;

namespace Mail.Gateway.Tests;

public sealed class CertificateTests : IDisposable
{
    private readonly DirectoryInfo _folder = System.IO.Directory.CreateTempSubdirectory("gateway-tls-");

    [Fact]
    public async Task A_new_file_is_taken_without_restart_and_a_bad_one_is_not()
    {
        await using var bench = await TlsBench.StartAsync();
        var before = await ThumbprintAsync(bench);
        bench.Write("-----BEGIN CERTIFICATE-----\nhalf a file");
        await bench.Gateway.Server.Certificates.RefreshAsync(TestContext.Current.CancellationToken);
        Assert.Equal(before, await ThumbprintAsync(bench));

        using var renewed = TestCertificate.For(["mx.example.test"]);
        bench.Write(renewed.WholePem);
        await bench.Gateway.Server.Certificates.RefreshAsync(TestContext.Current.CancellationToken);
        Assert.Equal(renewed.Thumbprint, await ThumbprintAsync(bench));
    }

    [Fact]
    public async Task A_file_that_disappears_is_missed_by_nobody()
    {
        await using var bench = await TlsBench.StartAsync();
        var before = await ThumbprintAsync(bench);
        File.Delete(bench.File);
        await bench.Gateway.Server.Certificates.RefreshAsync(TestContext.Current.CancellationToken);
        Assert.Equal(before, await ThumbprintAsync(bench));
    }

    [Theory]
    [InlineData("other.example.test", "other")]
    [InlineData("OTHER.example.test", "other")]
    [InlineData("any.stars.test", "star")]
    [InlineData("own.stars.test", "own")]
    [InlineData("two.labels.stars.test", "first")]
    [InlineData("stars.test", "first")]
    [InlineData("unknown.test", "first")]
    [InlineData("", "first")]
    public async Task The_name_that_a_client_asks_for_chooses(string name, string expected)
    {
        var certificates = new Dictionary<string, TestCertificate>
        {
            ["star"] = TestCertificate.For(["*.stars.test"]),
            ["own"] = TestCertificate.For(["own.stars.test"]),
            ["other"] = TestCertificate.For(["another.example.test", "other.example.test"]),
        };
        await using var bench = await TlsBench.StartAsync(null, [.. certificates.Select(c => Write(c.Key + ".pem", c.Value.WholePem))]);
        var shown = await ThumbprintAsync(bench, name);
        var label = certificates.FirstOrDefault(c => c.Value.Thumbprint == shown).Key ?? "first";
        Assert.Equal(expected, label);
    }

    [Fact]
    public async Task The_key_may_be_in_a_file_of_its_own()
    {
        using var certificate = TestCertificate.For(["mx.example.test"]);
        var file = Write("cert.pem", certificate.Pem + TestCertificate.IntermediatePem);
        await using var bench = await TlsBench.StartAsync(o => o with { TlsCertificate = file, TlsKey = Write("key.pem", certificate.KeyPem) });
        Assert.Equal(certificate.Thumbprint, await ThumbprintAsync(bench));
    }

    [Fact]
    public async Task A_pkcs12_file_has_a_password()
    {
        using var certificate = TestCertificate.For(["mx.example.test"]);
        var file = Path.Combine(_folder.FullName, "mx.pfx");
        await File.WriteAllBytesAsync(file, certificate.ToPkcs12("hunter2"), TestContext.Current.CancellationToken);
        await using var bench = await TlsBench.StartAsync(o => o with { TlsCertificate = file, TlsPassword = new Secret("hunter2") });
        Assert.Equal(certificate.Thumbprint, await ThumbprintAsync(bench));

        var wrong = await Assert.ThrowsAsync<CertificateException>(() => StartAsync(file, null, "wrong"));
        Assert.Contains("or MAIL_TLS_PASSWORD is not its password", wrong.Message, StringComparison.Ordinal);
        var none = await Assert.ThrowsAsync<CertificateException>(() => StartAsync(file, null));
        Assert.Contains("if it has a password, set MAIL_TLS_PASSWORD", none.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_used_stops_the_start_and_says_why()
    {
        using var certificate = TestCertificate.For(["mx.example.test"]);
        using var other = TestCertificate.For(["mx.example.test"]);
        Assert.Contains("does not exist", await ProblemAsync(Path.Combine(_folder.FullName, "missing.pem"), null), StringComparison.Ordinal);
        Assert.Contains("neither PEM nor", await ProblemAsync(Write("junk", "junk"), null), StringComparison.Ordinal);
        Assert.Contains("neither PEM nor", await ProblemAsync(Write("empty", ""), null), StringComparison.Ordinal);
        Assert.Contains("no private key", await ProblemAsync(Write("c.pem", certificate.Pem), null), StringComparison.Ordinal);
        Assert.Contains("no certificate in it", await ProblemAsync(Write("k.pem", certificate.KeyPem), null), StringComparison.Ordinal);
        Assert.Contains("the key does not belong", await ProblemAsync(Write("x.pem", certificate.Pem), Write("o.key", other.KeyPem)), StringComparison.Ordinal);
        Assert.Contains("the key does not belong", await ProblemAsync(Write("r.pem", TestCertificate.IntermediatePem + certificate.Pem + certificate.KeyPem), null), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.pem,b.pem", "a.key", "MAIL_TLS_KEY names 1 files and MAIL_TLS_CERTIFICATE 2")]
    [InlineData("keyvault:v.vault.azure.net/certificates/mail", null, "write keyvault:https://")]
    [InlineData("keyvault:http://v.vault.azure.net/certificates/mail", null, "write keyvault:https://")]
    public void Settings_that_do_not_go_together_are_refused(string certificate, string? key, string message)
    {
        var options = new GatewayOptions { HostName = "mx.example.test", TlsCertificate = certificate, TlsKey = key };
        var error = Assert.Throws<FormatException>(() => CertificateSources.From(options, new FakeSecrets()));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_tells_the_days_that_are_left()
    {
        using var certificate = TestCertificate.For(["mx.example.test", "mail.example.test"], DateTimeOffset.UtcNow.AddDays(12.5));
        await using var bench = await TlsBench.StartAsync(o => o with { TlsCertificate = Write("mx.pem", certificate.WholePem) });
        var (status, text) = await bench.Gateway.AskAsync("/health/tls");
        Assert.Equal(System.Net.HttpStatusCode.OK, status);
        Assert.EndsWith(": mx.example.test, mail.example.test: 12 days left\n", text, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static async Task<string> ThumbprintAsync(TlsBench bench, string name = "mx.example.test")
    {
        using var client = await bench.ConnectAsync();
        SslStream tls = await client.StartTlsAsync(name);
        return ((System.Security.Cryptography.X509Certificates.X509Certificate2)tls.RemoteCertificate!).Thumbprint;
    }

    private static async Task<string> ProblemAsync(string certificate, string? key) =>
        (await Assert.ThrowsAsync<CertificateException>(() => StartAsync(certificate, key))).Message;

    private static async Task StartAsync(string certificate, string? key, string? password = null)
    {
        await using var bench = await GatewayBench.StartAsync(
            o => o with { TlsCertificate = certificate, TlsKey = key, TlsPassword = password is null ? null : new Secret(password) });
    }

    private string Write(string name, string text)
    {
        var file = Path.Combine(_folder.FullName, name);
        File.WriteAllText(file, text);
        return file;
    }
}
