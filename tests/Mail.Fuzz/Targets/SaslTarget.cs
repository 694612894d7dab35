using System.Security.Cryptography;
using Mail.Smtp;

namespace Mail.Fuzz.Targets;

/// <summary>The first octet chooses the mechanism, 0xFF separates the client's messages.</summary>
internal sealed class SaslTarget : IFuzzTarget
{
    private static readonly string[] Mechanisms =
    [
        SaslMechanisms.Plain, SaslMechanisms.Login, SaslMechanisms.ScramSha256, SaslMechanisms.ScramSha256Plus, SaslMechanisms.OAuthBearer,
        SaslMechanisms.XOAuth2,
    ];

    private static readonly ChannelBinding Binding = new("tls-exporter", new byte[32]);

    public string Name => "sasl";

    public void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
        {
            return;
        }

        var mechanism = Mechanisms[input[0] % Mechanisms.Length];
        using var exchange = SaslMechanisms.Begin(mechanism, new Strangers(), [Binding])!;
        var rest = input[1..];
        foreach (var range in rest.Split((byte)0xff))
        {
            // Strangers answers at once.
            var step = exchange.NextAsync(rest[range].ToArray(), CancellationToken.None).AsTask().GetAwaiter().GetResult();
            BrokenPromiseException.Unless(step is not SaslStep.Success, "nobody logs in where nobody lives");
            if (step is SaslStep.Failure failure)
            {
                BrokenPromiseException.Unless(failure.Reply.Code is 501 or 535, "a failure is 501 or 535");
                return;
            }
        }
    }

    private sealed class Strangers : ISaslAccounts
    {
        private static readonly SaslVerdict Refused = new SaslVerdict.Refused(SaslReplies.Invalid) { BearerStatus = "invalid_token" };

        public ValueTask<SaslVerdict> VerifyPasswordAsync(string user, string password, CancellationToken cancellationToken)
        {
            Check(user);
            Check(password);
            return new(Refused);
        }

        public ValueTask<ScramLookup> FindScramAsync(string user, CancellationToken cancellationToken)
        {
            Check(user);
            return new(new ScramLookup
            {
                Salt = new byte[16],
                Iterations = 4096,
                Keys = [new ScramKeys(RandomNumberGenerator.GetBytes(32), new byte[32])],
            });
        }

        public ValueTask<SaslVerdict> ConcludeScramAsync(string user, ScramKeys? matched, CancellationToken cancellationToken)
        {
            BrokenPromiseException.Unless(matched is null, "nobody can prove a random key");
            return new(Refused);
        }

        public ValueTask<SaslVerdict> VerifyTokenAsync(string? user, string token, CancellationToken cancellationToken)
        {
            Check(user ?? "x");
            BrokenPromiseException.Unless(token.Length > 0 && token.All(c => c is > ' ' and < '\x7f'), "a token is printable");
            return new(Refused);
        }

        private static void Check(string text) =>
            BrokenPromiseException.Unless(text.Length is > 0 and <= 4096 && !text.Contains('\0', StringComparison.Ordinal), "text is within the limits and has no NUL");
    }
}
