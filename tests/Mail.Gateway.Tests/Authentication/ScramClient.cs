using System.Security.Cryptography;
using System.Text;
using Mail.Smtp;

namespace Mail.Gateway.Tests;

/// <summary>The client's side of SCRAM-SHA-256 (RFC 5802 §3), to its end.</summary>
internal static class ScramClient
{
    public static async Task<SaslStep> RunAsync(ISaslExchange exchange, string user, string password, string header = "n,,", byte[]? binding = null)
    {
        var token = TestContext.Current.CancellationToken;
        var bare = $"n={user},r=fyko";
        var first = await exchange.NextAsync(Encoding.UTF8.GetBytes(header + bare), token);
        if (first is not SaslStep.Challenge challenge)
        {
            return first;
        }

        var serverFirst = Encoding.UTF8.GetString(challenge.Data.Span);
        var values = serverFirst.Split(',').ToDictionary(part => part[0], part => part[2..]);
        var salted = Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(password), Convert.FromBase64String(values['s']), int.Parse(values['i'], null), HashAlgorithmName.SHA256, 32);
        var unsigned = $"c={Convert.ToBase64String([.. Encoding.UTF8.GetBytes(header), .. binding ?? []])},r={values['r']}";
        var signed = Encoding.UTF8.GetBytes($"{bare},{serverFirst},{unsigned}");
        var proof = HMACSHA256.HashData(salted, "Client Key"u8);
        var signature = HMACSHA256.HashData(SHA256.HashData(proof), signed);
        for (var i = 0; i < proof.Length; i++)
        {
            proof[i] ^= signature[i];
        }

        var last = await exchange.NextAsync(Encoding.UTF8.GetBytes($"{unsigned},p={Convert.ToBase64String(proof)}"), token);
        if (last is not SaslStep.Challenge server)
        {
            return last;
        }

        var serverKey = HMACSHA256.HashData(salted, "Server Key"u8);
        Assert.Equal("v=" + Convert.ToBase64String(HMACSHA256.HashData(serverKey, signed)), Encoding.UTF8.GetString(server.Data.Span));
        return await exchange.NextAsync(ReadOnlyMemory<byte>.Empty, token);
    }
}
