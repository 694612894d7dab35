using System.Text;

namespace Mail.Benchmarks;

/// <summary>Content as it stands on the wire: lines of 76 octets, as base 64 and most text have, every twentieth beginning with a stuffed dot.</summary>
internal static class MessageText
{
    public static byte[] Create(int octets)
    {
        var text = new StringBuilder();
        for (var line = 0; text.Length < octets; line++)
        {
            text.Append(line % 20 == 0 ? ".." : "xx").Append('y', 74).Append("\r\n");
        }

        return Encoding.ASCII.GetBytes(text.Append(".\r\n").ToString());
    }
}
