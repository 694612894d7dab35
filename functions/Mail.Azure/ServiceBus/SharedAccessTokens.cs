using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Mail.Azure;

/// <summary>Tokens signed with the key of a shared access policy.</summary>
internal sealed class SharedAccessTokens(ServiceBusKey key, TimeProvider time) : IServiceBusTokens
{
    /// <summary>What Microsoft's own libraries ask for.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(20);

    public Task<ServiceBusToken> GetAsync(string audience, CancellationToken cancellationToken)
    {
        var expiresAt = time.GetUtcNow() + Lifetime;
        var seconds = expiresAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var resource = Uri.EscapeDataString(audience);
        // The characters of the key are the key: it is not decoded from base 64.
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(key.Key), Encoding.UTF8.GetBytes($"{resource}\n{seconds}"));
        var value = $"SharedAccessSignature sr={resource}&sig={Uri.EscapeDataString(Convert.ToBase64String(signature))}"
            + $"&se={seconds}&skn={Uri.EscapeDataString(key.Name)}";
        return Task.FromResult(new ServiceBusToken("servicebus.windows.net:sastoken", value, expiresAt));
    }
}
