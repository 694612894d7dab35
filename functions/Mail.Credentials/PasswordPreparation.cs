using System.Globalization;
using System.Text;
using Mail.Core;

namespace Mail.Credentials;

/// <summary>
/// SASLprep (RFC 4013), which RFC 5802 has SCRAM clients do to a password before they use it; so a password is prepared so when it is set and when
/// PLAIN or LOGIN brings it. The check of text direction (RFC 3454 §6) and the table of code points that Unicode 3.2 did not know are left out:
/// they would refuse passwords that people have, and a verifier compares equal things either way.
/// </summary>
internal static class PasswordPreparation
{
    // RFC 3454 C.1.2, non-ASCII spaces: mapped to SPACE.
    private const string Spaces = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u202f\u205f\u3000";

    // RFC 3454 B.1, mapped to nothing.
    private const string Nothing =
        "\u00ad\u034f\u1806\u180b\u180c\u180d\u200c\u200d\u2060\ufe00\ufe01\ufe02\ufe03\ufe04\ufe05\ufe06\ufe07\ufe08\ufe09\ufe0a\ufe0b\ufe0c\ufe0d\ufe0e\ufe0f\ufeff";

    /// <returns><c>null</c> for a password with what no password may have: controls, private use, lone surrogates, or nothing at all.</returns>
    public static string? Prepare(string password)
    {
        if (Ascii.IsValid(password))
        {
            return password.Length > 0 && !password.Any(char.IsControl) ? password : null;
        }

        var mapped = new StringBuilder(password.Length);
        foreach (var c in password)
        {
            if (Spaces.Contains(c, StringComparison.Ordinal))
            {
                mapped.Append(' ');
            }
            else if (!Nothing.Contains(c, StringComparison.Ordinal))
            {
                mapped.Append(c);
            }
        }

        var text = mapped.ToString();
        if (!IsWellFormed(text))
        {
            return null;
        }

        var prepared = Normalization.ToNfkc(text);
        return prepared.Length > 0 && !prepared.EnumerateRunes().Any(IsProhibited) ? prepared : null;
    }

    private static bool IsWellFormed(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            if (Rune.DecodeFromUtf16(text.AsSpan(at), out _, out var used) != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            at += used;
        }

        return true;
    }

    // RFC 4013 §2.3: tables C.2.1 to C.9 of RFC 3454.
    private static bool IsProhibited(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate
        || (rune.Value & 0xfffe) == 0xfffe
        || rune.Value is (>= 0xfdd0 and <= 0xfdef)
            or 0x06dd or 0x070f or 0x180e or 0x2028 or 0x2029
            or (>= 0x200c and <= 0x200f) or (>= 0x202a and <= 0x202e) or (>= 0x2060 and <= 0x2063) or (>= 0x206a and <= 0x206f)
            or (>= 0x2ff0 and <= 0x2ffb) or 0x0340 or 0x0341 or (>= 0xfff9 and <= 0xfffd)
            or (>= 0x1d173 and <= 0x1d17a) or (>= 0xe0001 and <= 0xe007f);
}
