using System.Globalization;
using System.Text;

namespace Mail.Transport;

/// <summary>xtext of RFC 3461 §4: printable ASCII without <c>+</c> and <c>=</c>, everything else in hexadecimal.</summary>
internal static class Xtext
{
    public static string Encode(string text)
    {
        var encoded = new StringBuilder(text.Length);
        foreach (var octet in Encoding.UTF8.GetBytes(text))
        {
            _ = octet is >= (byte)'!' and <= (byte)'~' and not ((byte)'+' or (byte)'=')
                ? encoded.Append((char)octet)
                : encoded.Append(CultureInfo.InvariantCulture, $"+{octet:X2}");
        }

        return encoded.ToString();
    }
}
