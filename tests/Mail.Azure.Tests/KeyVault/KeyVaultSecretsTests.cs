using System.Net;
using Mail.Core;

namespace Mail.Azure.Tests;

public class KeyVaultSecretsTests
{
    private static readonly StorageOptions Quick = new() { RetryDelay = TimeSpan.Zero, MaxRetries = 1 };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("https://v.vault.azure.net/secrets/mail", "/secrets/mail/")]
    [InlineData("https://v.vault.azure.net/certificates/mail", "/secrets/mail/")]
    [InlineData("https://v.vault.azure.net/certificates/mail/0123", "/secrets/mail/0123")]
    public async Task A_certificate_is_read_as_the_secret_of_its_name(string url, string path)
    {
        using var vault = new FakeVault(HttpStatusCode.OK, """{"value":"MIIK","contentType":"application/x-pkcs12","id":"https://v.vault.azure.net/secrets/mail/0123"}""");
        Assert.Equal("MIIK", await Create(vault).ReadAsync(new Uri(url), Token));
        Assert.All(vault.Requests, request => Assert.Equal(path.TrimEnd('/'), request.AbsolutePath.TrimEnd('/')));
        Assert.All(vault.Requests, request => Assert.Equal("v.vault.azure.net", request.Host));
    }

    [Fact]
    public async Task A_secret_that_is_not_there_is_an_answer()
    {
        using var vault = new FakeVault(HttpStatusCode.NotFound, """{"error":{"code":"SecretNotFound","message":"A secret with (name/id) mail was not found"}}""");
        Assert.Null(await Create(vault).ReadAsync(new Uri("https://v.vault.azure.net/secrets/mail"), Token));
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public async Task A_vault_that_does_not_give_it_is_unavailable(HttpStatusCode status)
    {
        using var vault = new FakeVault(status, """{"error":{"code":"X","message":"not now"}}""");
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Create(vault).ReadAsync(new Uri("https://v.vault.azure.net/secrets/mail"), Token));
    }

    [Theory]
    [InlineData("http://v.vault.azure.net/secrets/mail")]
    [InlineData("https://v.vault.azure.net/keys/mail")]
    [InlineData("https://v.vault.azure.net/secrets")]
    [InlineData("https://v.vault.azure.net/secrets//")]
    [InlineData("https://v.vault.azure.net/secrets/a/b/c")]
    [InlineData("https://v.vault.azure.net/secrets/mail?x=1")]
    [InlineData("https://user@v.vault.azure.net/secrets/mail")]
    public async Task Other_addresses_are_refused_before_anything_is_sent(string url)
    {
        using var vault = new FakeVault(HttpStatusCode.OK, "{}");
        await Assert.ThrowsAsync<FormatException>(() => Create(vault).ReadAsync(new Uri(url), Token));
        Assert.Empty(vault.Requests);
    }

    private static KeyVaultSecrets Create(FakeVault vault) => new(Quick, new FakeVault.Identity(), vault);
}
