using Mail.Core;

namespace Mail.Gateway.Tests.Configuration;

public sealed class GatewaySecretsTests
{
    private const string Url = "https://edge.vault.azure.net/secrets/auth-secret";

    [Fact]
    public async Task A_secret_is_itself() => Assert.Equal("sixteen letters!", await ReadAsync("sixteen letters!"));

    [Fact]
    public async Task A_vaults_url_is_the_secret_that_is_there() => Assert.Equal("a secret of the vault", await ReadAsync(Url, "a secret of the vault"));

    [Theory]
    [InlineData(Url, null)]
    [InlineData(Url, "")]
    [InlineData(Url, "too short")]
    [InlineData("https://[no URL at all", "a secret of the vault")]
    public async Task An_address_never_becomes_the_secret(string named, string? value)
    {
        var error = await Assert.ThrowsAsync<FormatException>(() => ReadAsync(named, value));

        Assert.Contains("MAIL_AUTH_SECRET", error.Message, StringComparison.Ordinal);
    }

    private static async Task<string?> ReadAsync(string named, string? value = null)
    {
        var options = new GatewayOptions { HostName = "mail.example.test", StateFolder = null, AuthSecret = new Secret(named) };
        return (await GatewaySecrets.ReadAsync(options, new OneSecret(value), TestContext.Current.CancellationToken)).AuthSecret?.Value;
    }

    private sealed class OneSecret(string? value) : ISecrets
    {
        public Task<string?> ReadAsync(Uri secret, CancellationToken cancellationToken) => Task.FromResult(secret.AbsoluteUri == Url ? value : null);
    }
}
