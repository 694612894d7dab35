using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Mail.Core;

/// <summary>
/// Signs calls, so that a host knows that they come from here: Standard Webhooks (https://www.standardwebhooks.com), <c>v1</c>, HMAC-SHA256. Each account has a key of
/// its own, made of the site's: nobody can sign for another.
/// </summary>
/// <param name="siteKey">At least 32 octets.</param>
public sealed class WebhookKeys(ReadOnlyMemory<byte> siteKey)
{
    /// <summary>What the site's key is derived for, of the key that other secrets are kept under.</summary>
    public const string Purpose = "webhooks";

    private const string Prefix = "whsec_";
    private const int KeySize = 32;

    /// <summary>As hosts want to be told it: <c>whsec_</c> and base 64.</summary>
    public string Show(string accountId) => Prefix + Convert.ToBase64String(KeyOf(accountId));

    /// <summary>The fields that go with a call.</summary>
    public IReadOnlyDictionary<string, string> Sign(WebhookCall call, DateTimeOffset now)
    {
        var id = call.CallId.ToString();
        var time = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = HMACSHA256.HashData(KeyOf(call.AccountId), Encoding.UTF8.GetBytes($"{id}.{time}.{call.Body}"));
        return new Dictionary<string, string>
        {
            ["webhook-id"] = id,
            ["webhook-timestamp"] = time,
            ["webhook-signature"] = "v1," + Convert.ToBase64String(signature),
        };
    }

    private byte[] KeyOf(string accountId) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, siteKey.ToArray(), KeySize, info: Encoding.UTF8.GetBytes("webhook " + accountId));
}
