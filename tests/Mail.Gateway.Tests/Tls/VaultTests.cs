using Mail.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Gateway.Tests;

public class VaultTests
{
    private readonly FakeSecrets _vault = new();
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_vault_keeps_a_certificate_as_pem_or_pkcs12(bool pem)
    {
        using var certificate = TestCertificate.For(["mx.example.test"]);
        _vault.Value = pem ? certificate.WholePem : Convert.ToBase64String(certificate.ToPkcs12(""));
        var certificates = Create();
        await certificates.LoadAsync(Token);
        Assert.Equal(["mx.example.test"], certificates.Choose("mx.example.test")!.Names);
    }

    [Fact]
    public async Task A_vault_that_is_away_is_waited_for()
    {
        using var certificate = TestCertificate.For(["mx.example.test"]);
        _vault.IsAway = true;
        var certificates = Create();
        await certificates.LoadAsync(Token);
        Assert.False(certificates.IsAvailable);
        Assert.False(new ServerTls(certificates).IsAvailable);

        _vault.IsAway = false;
        _vault.Value = certificate.WholePem;
        _clock.Advance(TimeSpan.FromSeconds(10));
        await certificates.RefreshAsync(Token);
        Assert.True(certificates.IsAvailable);
    }

    [Fact]
    public async Task A_vault_is_asked_every_five_minutes_and_keeps_its_last_answer_while_it_is_away()
    {
        using var certificate = TestCertificate.For(["mx.example.test"]);
        _vault.Value = certificate.WholePem;
        var certificates = Create();
        await certificates.LoadAsync(Token);
        _clock.Advance(TimeSpan.FromMinutes(4.9));
        await certificates.RefreshAsync(Token);
        Assert.Equal(1, _vault.Reads);

        _vault.IsAway = true;
        _clock.Advance(TimeSpan.FromMinutes(0.2));
        await certificates.RefreshAsync(Token);
        Assert.Equal(2, _vault.Reads);
        Assert.True(certificates.IsAvailable);
    }

    [Theory]
    [InlineData(null, "has no enabled secret")]
    [InlineData("hunter2!", "neither PEM nor the base64 of PKCS#12")]
    public async Task A_vault_without_a_certificate_stops_the_start_and_tells_no_secret(string? value, string message)
    {
        _vault.Value = value;
        var error = await Assert.ThrowsAsync<CertificateException>(() => Create().LoadAsync(Token));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    private Certificates Create()
    {
        var options = new GatewayOptions { HostName = "mx.example.test", TlsCertificate = "keyvault:https://v.vault.azure.net/certificates/mail" };
        return new Certificates(CertificateSources.From(options, _vault), password: null, _clock, NullLogger<Certificates>.Instance);
    }
}
