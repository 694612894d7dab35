using System.Buffers;
using System.Text;

namespace Mail.Authentication;

/// <summary>Writes values into fields of ours. Most of them were chosen by strangers.</summary>
internal static class FieldText
{
    // RFC 2045 §5.1 token, of which names and base64 need no more; with '@' for addresses, as RFC 8601 §2.2 has them.
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_+@");

    /// <summary>As it is when nothing in it means anything, otherwise quoted.</summary>
    public static string Value(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExcept(Plain) ? text : Quoted(text);

    /// <summary>What is not printable ASCII becomes a question mark: nothing ends the line.</summary>
    public static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            if (c is '"' or '\\')
            {
                quoted.Append('\\');
            }

            quoted.Append(c is < ' ' or > '~' ? '?' : c);
        }

        return quoted.Append('"').ToString();
    }
}
