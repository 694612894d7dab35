using System.Diagnostics.CodeAnalysis;

namespace Mail.Smtp;

/// <summary>A <c>saslname</c> (RFC 5802 §5.1): <c>,</c> is written <c>=2C</c> and <c>=</c> is written <c>=3D</c>.</summary>
internal static class SaslName
{
    public static bool TryRead(ReadOnlySpan<byte> octets, [NotNullWhen(true)] out string? name)
    {
        // Three octets for each of a name of nothing but commas.
        if (!SaslText.TryRead(octets, 3 * SaslText.MaxUser, out name))
        {
            return false;
        }

        if (name.Contains('=', StringComparison.Ordinal))
        {
            var plain = name.Replace("=2C", ",", StringComparison.Ordinal);
            // What is left of '=' has to be "=3D", each.
            var escapes = plain.Split("=3D");
            if (escapes.Any(part => part.Contains('=', StringComparison.Ordinal)))
            {
                return false;
            }

            name = string.Join('=', escapes);
        }

        return System.Text.Encoding.UTF8.GetByteCount(name) <= SaslText.MaxUser;
    }
}
