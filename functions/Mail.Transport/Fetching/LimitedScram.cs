using System.Globalization;
using System.Text;
using MailKit.Security;

namespace Mail.Transport;

/// <summary>
/// SCRAM (RFC 5802) with an end to the work that a server may ask for: it names how often a hash is to be made, and the library does so without asking back, for
/// half an hour where that is the largest number there is. A stranger could keep every processor busy that collects from him.
/// </summary>
internal sealed class LimitedScram(SaslMechanism scram) : SaslMechanism(scram.Credentials)
{
    // RFC 7677 §4 wants 4,096 at least, OWASP's "Password Storage Cheat Sheet" 600,000; a million takes about a second.
    private const int MaxIterations = 1_000_000;

    public override string MechanismName => scram.MechanismName;

    public override bool SupportsInitialResponse => scram.SupportsInitialResponse;

    public override void Reset()
    {
        scram.Reset();
        base.Reset();
    }

    protected override byte[] Challenge(byte[]? token, int startIndex, int length, CancellationToken cancellationToken)
    {
        var said = token.AsSpan(startIndex, length);
        if (IterationsOf(said) is > MaxIterations or null)
        {
            throw new SaslException(MechanismName, SaslErrorCode.InvalidChallenge, $"more than {MaxIterations} iterations are asked for");
        }

        var answer = scram.Challenge(token is null ? "" : Convert.ToBase64String(said), cancellationToken);
        IsAuthenticated = scram.IsAuthenticated;
        return Convert.FromBase64String(answer);
    }

    /// <summary>Of server-first-message (§7), <c>r=…,s=…,i=4096</c>; 0 where there is none, <c>null</c> for what is no number that we can hold.</summary>
    private static int? IterationsOf(ReadOnlySpan<byte> message) =>
        Array.Find(Encoding.UTF8.GetString(message).Split(','), part => part.StartsWith("i=", StringComparison.Ordinal)) is not { } part ? 0
        : int.TryParse(part.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;
}
