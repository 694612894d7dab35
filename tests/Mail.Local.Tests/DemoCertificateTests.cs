using System.Security.Cryptography.X509Certificates;
using Mail.Local.Services;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Local.Tests;

public sealed class DemoCertificateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);

    [Fact]
    public void It_is_for_localhost_and_the_demo_names_and_its_key_is_for_this_user_only()
    {
        var certificate = Ensure()!;
        using var read = X509Certificate2.CreateFromPemFile(certificate.CertificateFile, certificate.KeyFile);
        Assert.All(["localhost", "mx.example.test", "example.test", "127.0.0.1", "::1"], name => Assert.True(read.MatchesHostname(name), name));
        Assert.Equal(
            [("MAIL_TLS_CERTIFICATE", certificate.CertificateFile), ("MAIL_TLS_KEY", certificate.KeyFile)],
            certificate.Environment.Select(e => (e.Key, e.Value)));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(certificate.KeyFile));
    }

    [Fact]
    public void It_is_kept_between_runs()
    {
        var first = Thumbprint(Ensure()!);
        _clock.Advance(TimeSpan.FromDays(700));
        Assert.Equal(first, Thumbprint(Ensure()!));
    }

    [Fact]
    public void It_is_renewed_before_it_expires()
    {
        var first = Thumbprint(Ensure()!);
        _clock.Advance(TimeSpan.FromDays(800));
        Assert.NotEqual(first, Thumbprint(Ensure()!));
    }

    [Fact]
    public void It_is_made_anew_for_another_host_name()
    {
        var first = Thumbprint(Ensure()!);
        var second = Ensure(("MAIL_HOSTNAME", "mail.demo.test"))!;
        Assert.NotEqual(first, Thumbprint(second));
        Assert.Equal(Thumbprint(second), Thumbprint(Ensure(("MAIL_HOSTNAME", "mail.demo.test"))!));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN CERTIFICATE-----\nhalf")]
    public void A_damaged_file_is_replaced(string text)
    {
        File.WriteAllText(Ensure()!.CertificateFile, text);
        Assert.NotEmpty(Thumbprint(Ensure()!));
    }

    [Fact]
    public void Another_certificate_in_the_environment_is_left_to_the_gateway() =>
        Assert.Null(Ensure(("MAIL_TLS_CERTIFICATE", "/etc/mail/own.pem")));

    public void Dispose() => _folder.Dispose();

    private static string Thumbprint(DemoCertificate certificate)
    {
        using var read = X509Certificate2.CreateFromPemFile(certificate.CertificateFile, certificate.KeyFile);
        return read.Thumbprint;
    }

    private DemoCertificate? Ensure(params (string Name, string Value)[] environment) =>
        DemoCertificate.Ensure(_folder.Path, _clock, name => environment.FirstOrDefault(e => e.Name == name).Value);
}
