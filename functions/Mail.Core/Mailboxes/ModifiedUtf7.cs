using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Mail.Core;

/// <summary>
/// Folder names as Maildir++ directories carry them: the modified UTF-7 of RFC 3501 §5.1.3. When writing, everything but letters, digits,
/// space, hyphen and underscore is encoded, so that no folder name can be a path, a hidden file or a special name.
/// </summary>
public static class ModifiedUtf7
{
    public static string Encode(string name)
    {
        var result = new StringBuilder();
        for (var at = 0; at < name.Length;)
        {
            var plain = at;
            while (plain < name.Length && IsPlain(name[plain]))
            {
                plain++;
            }

            result.Append(name.AsSpan(at, plain - at));
            var encoded = plain;
            while (encoded < name.Length && !IsPlain(name[encoded]))
            {
                encoded++;
            }

            if (encoded > plain)
            {
                AppendEncoded(result, name[plain..encoded]);
            }

            at = encoded;
        }

        return result.ToString();
    }

    /// <summary>False when an encoded piece has no end or is no UTF-16.</summary>
    public static bool TryDecode(string text, [NotNullWhen(true)] out string? name)
    {
        var result = new StringBuilder();
        name = null;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] != '&')
            {
                result.Append(text[at]);
                continue;
            }

            var end = text.IndexOf('-', at);
            if (end < 0 || !TryDecodePiece(text[(at + 1)..end], result))
            {
                return false;
            }

            at = end;
        }

        name = result.ToString();
        return true;
    }

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is ' ' or '-' or '_';

    private static void AppendEncoded(StringBuilder result, string piece) => result
        .Append('&')
        .Append(piece == "&" ? "" : Convert.ToBase64String(Encoding.BigEndianUnicode.GetBytes(piece)).TrimEnd('=').Replace('/', ','))
        .Append('-');

    private static bool TryDecodePiece(string piece, StringBuilder result)
    {
        if (piece.Length == 0)
        {
            result.Append('&');
            return true;
        }

        var base64 = piece.Replace(',', '/').PadRight((piece.Length + 3) / 4 * 4, '=');
        var bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, bytes, out var length) || length % 2 != 0)
        {
            return false;
        }

        result.Append(Encoding.BigEndianUnicode.GetString(bytes, 0, length));
        return true;
    }
}
