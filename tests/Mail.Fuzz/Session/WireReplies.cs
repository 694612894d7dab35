using System.Globalization;
using System.Text;

namespace Mail.Fuzz.Session;

/// <summary>Reads the octets that a server sent as RFC 5321 §4.2 has them, and takes nothing else.</summary>
internal static class WireReplies
{
    // RFC 5321 §4.5.3.1.5, and RFC 4954 §4 for what a client must take in an exchange.
    private const int MaxLine = 512;
    private const int MaxChallenge = 12288;

    /// <exception cref="BrokenPromiseException">Not a series of whole replies.</exception>
    public static List<WireReply> Read(ReadOnlySpan<byte> wire)
    {
        var replies = new List<WireReply>();
        var text = new StringBuilder();
        var begun = 0;
        while (!wire.IsEmpty)
        {
            var end = wire.IndexOf("\r\n"u8);
            BrokenPromiseException.Unless(end >= 0, "a reply ends with CRLF");
            var line = wire[..end];
            wire = wire[(end + 2)..];
            var code = Code(line);
            BrokenPromiseException.Unless(line.Length + 2 <= (code == 334 ? MaxChallenge : MaxLine), "a reply line is within the limit");
            BrokenPromiseException.Unless(begun == 0 || begun == code, "the lines of a reply have one code");
            text.Append(Encoding.ASCII.GetString(line[Math.Min(4, line.Length)..])).Append('\n');
            begun = line[3] == '-' ? code : 0;
            if (begun == 0)
            {
                replies.Add(new WireReply(code, text.ToString().TrimEnd('\n')));
                text.Clear();
            }
        }

        BrokenPromiseException.Unless(begun == 0, "a reply is whole");
        return replies;
    }

    private static int Code(ReadOnlySpan<byte> line)
    {
        BrokenPromiseException.Unless(!line.ContainsAnyExceptInRange((byte)' ', (byte)'~'), "a reply is printable ASCII");
        BrokenPromiseException.Unless(line.Length > 3 && line[3] is (byte)' ' or (byte)'-', "behind the code is a space or a hyphen");
        BrokenPromiseException.Unless(
            int.TryParse(line[..3], NumberStyles.None, CultureInfo.InvariantCulture, out var code) && code is >= 200 and <= 599,
            "a reply begins with its code");
        return code;
    }
}
