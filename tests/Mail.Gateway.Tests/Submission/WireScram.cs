using Mail.Smtp;

namespace Mail.Gateway.Tests;

/// <summary>A SCRAM exchange over a connection.</summary>
internal static class WireScram
{
    /// <returns>The last reply.</returns>
    public static async Task<string> RunAsync(SmtpDialog client, string user, string password)
    {
        using var exchange = new Remote(client);
        await ScramClient.RunAsync(exchange, user, password);
        return exchange.Last;
    }

    private sealed class Remote(SmtpDialog client) : ISaslExchange
    {
        public string Last { get; private set; } = "";

        public async ValueTask<SaslStep> NextAsync(ReadOnlyMemory<byte>? response, CancellationToken cancellationToken)
        {
            var text = Convert.ToBase64String(response!.Value.Span);
            Last = (await client.CommandAsync(Last.Length == 0 ? $"AUTH SCRAM-SHA-256 {text}" : text))!;
            return Last.StartsWith("334 ", StringComparison.Ordinal)
                ? new SaslStep.Challenge(Convert.FromBase64String(Last[4..]))
                : new SaslStep.Failure(new SmtpReply(int.Parse(Last[..3], null), null, "as the server says"));
        }

        public void Dispose()
        {
            // The dialog is the caller's.
        }
    }
}
