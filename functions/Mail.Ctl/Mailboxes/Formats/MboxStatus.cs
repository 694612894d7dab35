using System.Globalization;
using System.Text;

namespace Mail.Ctl;

/// <summary>
/// The flags that mail programs keep in the header of an mbox message: <c>Status</c> and <c>X-Status</c> (mutt, pine, Dovecot), <c>X-Keywords</c> (Dovecot, UW IMAP),
/// <c>X-Mozilla-Status</c> (Thunderbird). The fields stay in the message.
/// </summary>
internal static class MboxStatus
{
    /// <summary>Octets of a header that are looked at: the fields stand at either end of it, and real headers have 10 KiB.</summary>
    private const int MaxHeader = 256 * 1024;

    private const int MaxKeywords = 50;

    private const int MaxKeyword = 64;

    /// <summary>UW IMAP and Dovecot keep counters in a first message that is none.</summary>
    private const string Internal = "DON'T DELETE THIS MESSAGE -- FOLDER INTERNAL DATA";

    private static readonly (char Letter, string Flag)[] Letters =
        [('R', "\\Seen"), ('A', "\\Answered"), ('F', "\\Flagged"), ('D', "\\Deleted"), ('T', "\\Draft")];

    // nsMsgMessageFlags.
    private static readonly (int Bit, string Flag)[] Mozilla =
        [(0x0001, "\\Seen"), (0x0002, "\\Answered"), (0x0004, "\\Flagged"), (0x0008, "\\Deleted"), (0x1000, "$Forwarded")];

    /// <param name="message">Read from its start, and left there.</param>
    /// <param name="isInternal">It is no mail, but a program's counters.</param>
    public static IReadOnlyList<string> Read(Stream message, out bool isInternal)
    {
        var octets = new byte[(int)Math.Min(message.Length, MaxHeader)];
        message.ReadExactly(octets);
        message.Position = 0;
        var flags = new List<string>();
        var (subject, imap) = (false, false);
        foreach (var line in Header(octets))
        {
            var (name, value) = line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? (line[..colon].ToUpperInvariant(), line[(colon + 1)..].Trim()) : ("", "");
            subject |= name == "SUBJECT" && value == Internal;
            imap |= name is "X-IMAP" or "X-IMAPBASE";
            flags.AddRange(Flags(name, value));
        }

        isInternal = subject && imap;
        return [.. flags.Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>RFC 9051 §9 flag-keyword, an atom; and no longer than anybody makes them.</summary>
    public static bool IsKeyword(string text) =>
        text.Length is > 0 and <= MaxKeyword && text.All(c => c is > ' ' and < '\x7f' and not ('(' or ')' or '{' or '%' or '*' or '"' or '\\' or ']'));

    private static IEnumerable<string> Flags(string name, string value) => name switch
    {
        "STATUS" => value.Contains('R', StringComparison.Ordinal) ? ["\\Seen"] : [],
        "X-STATUS" => Letters.Where(pair => pair.Letter != 'R' && value.Contains(pair.Letter, StringComparison.Ordinal)).Select(pair => pair.Flag),
        "X-KEYWORDS" => value.Split((char[])[' ', ','], StringSplitOptions.RemoveEmptyEntries).Where(IsKeyword).Take(MaxKeywords),
        "X-MOZILLA-STATUS" => int.TryParse(value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits)
            ? Mozilla.Where(pair => (bits & pair.Bit) != 0).Select(pair => pair.Flag)
            : [],
        _ => [],
    };

    private static IEnumerable<string> Header(byte[] octets) =>
        Encoding.Latin1.GetString(octets).Split('\n').Select(line => line.TrimEnd('\r')).TakeWhile(line => line.Length > 0);
}
