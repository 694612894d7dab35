using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Mail.Smtp;

/// <summary>Text in SASL messages.</summary>
internal static class SaslText
{
    /// <summary>Octets of a user name. RFC 4616 §2 gives 255 characters; an address has at most 254 octets.</summary>
    public const int MaxUser = 255;

    /// <summary>Octets of a password: what 1024 characters, the most that we let anybody set, can take.</summary>
    public const int MaxPassword = 4096;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <returns>False for what is empty, longer than <paramref name="limit"/>, malformed or has a NUL.</returns>
    public static bool TryRead(ReadOnlySpan<byte> octets, int limit, [NotNullWhen(true)] out string? text)
    {
        text = null;
        if (octets.IsEmpty || octets.Length > limit || octets.Contains((byte)0))
        {
            return false;
        }

        try
        {
            text = Strict.GetString(octets);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    public static SaslStep Step(SaslVerdict verdict, string mechanism) => verdict switch
    {
        SaslVerdict.Accepted accepted => new SaslStep.Success(accepted.User, mechanism),
        SaslVerdict.Refused refused => new SaslStep.Failure(refused.Reply),
        _ => throw new InvalidOperationException($"No step for {verdict}."),
    };
}
