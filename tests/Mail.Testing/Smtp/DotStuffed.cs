using System.Text;

namespace Mail.Testing;

/// <summary>A message as it stands behind DATA: RFC 5321 §4.5.2, and the dot at its end.</summary>
internal static class DotStuffed
{
    public static byte[] From(byte[] message)
    {
        // Latin-1 maps every byte to one character and back.
        var text = Encoding.Latin1.GetString(message).Replace("\r\n.", "\r\n..", StringComparison.Ordinal);
        return Encoding.Latin1.GetBytes((text.StartsWith('.') ? "." : "") + text + ".\r\n");
    }
}
