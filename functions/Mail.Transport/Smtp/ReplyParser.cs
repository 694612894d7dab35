using System.Text;

namespace Mail.Transport;

/// <summary>
/// Puts a reply together line by line (RFC 5321 §4.2.1). Tolerates what real servers do (no text, a bare LF) and ends what hostile ones might:
/// replies without end, lines without end.
/// </summary>
internal sealed class ReplyParser
{
    /// <summary>Octets of a line. RFC 5321 §4.5.3.1.5 has 512; real ones come near 1000.</summary>
    public const int MaxLine = 4096;

    /// <summary>Of a reply. EHLO of a generous server has 20.</summary>
    public const int MaxLines = 200;

    // Together; what is beyond it is read and forgotten.
    private const int MaxKept = 16 * 1024;

    private readonly List<string> _lines = [];
    private int _code;
    private int _count;
    private int _kept;

    /// <param name="line">Without its line end.</param>
    /// <returns><c>null</c> when the reply goes on.</returns>
    /// <exception cref="InvalidDataException">This is no SMTP server, or one that wants to do harm.</exception>
    public SmtpReply? Add(ReadOnlySpan<byte> line)
    {
        var code = CodeOf(line);
        if (++_count > MaxLines)
        {
            throw new InvalidDataException("a reply without end");
        }

        if (_count > 1 && code != _code)
        {
            throw new InvalidDataException("a reply with two codes");
        }

        _code = code;
        if (_kept < MaxKept)
        {
            var text = Clean(line.Length > 4 ? line[4..] : []);
            _kept += text.Length + 1;
            _lines.Add(text);
        }

        return line.Length > 3 && line[3] == '-' ? null : new SmtpReply(_code, [.. _lines]);
    }

    private static int CodeOf(ReadOnlySpan<byte> line)
    {
        var isReply = line.Length >= 3
            && line[0] is >= (byte)'2' and <= (byte)'5'
            && char.IsAsciiDigit((char)line[1])
            && char.IsAsciiDigit((char)line[2])
            && (line.Length == 3 || line[3] is (byte)' ' or (byte)'-');
        return isReply ? ((line[0] - '0') * 100) + ((line[1] - '0') * 10) + (line[2] - '0') : throw new InvalidDataException("no SMTP reply");
    }

    /// <summary>What ends up in logs, tables and notices: UTF-8 as far as it is, no controls, no separators of lines.</summary>
    private static string Clean(ReadOnlySpan<byte> text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in Encoding.UTF8.GetString(text).EnumerateRunes())
        {
            var isHarmless = !Rune.IsControl(rune) && rune.Value is not (0x2028 or 0x2029 or (>= 0x202a and <= 0x202e) or (>= 0x2066 and <= 0x2069));
            clean.Append(isHarmless ? rune.ToString() : "?");
        }

        return clean.ToString().Trim();
    }
}
