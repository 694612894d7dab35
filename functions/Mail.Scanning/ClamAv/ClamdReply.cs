using System.Text;
using Mail.Core;

namespace Mail.Scanning;

/// <summary>What clamd answers to INSTREAM; clamd(8), COMMANDS.</summary>
internal readonly record struct ClamdReply(ClamdReplyKind Kind, string Text)
{
    /// <param name="octets">Up to the null octet, which may be missing; of any content.</param>
    public static ClamdReply Parse(ReadOnlySpan<byte> octets)
    {
        var text = Encoding.UTF8.GetString(octets).TrimEnd('\0', '\n', '\r', ' ');
        // "stream: OK", "stream: Eicar-Signature FOUND", "stream: … ERROR", and for what ends the session "INSTREAM size limit exceeded. ERROR".
        var verdict = text.StartsWith("stream: ", StringComparison.Ordinal) ? text[8..] : null;
        return verdict switch
        {
            "OK" => new(ClamdReplyKind.Clean, ""),
            not null when verdict.EndsWith(" FOUND", StringComparison.Ordinal) && verdict.Length > 6 => new(ClamdReplyKind.Infected, ScanText.Clean(verdict[..^6])),
            _ when text.StartsWith("INSTREAM size limit exceeded", StringComparison.Ordinal) => new(ClamdReplyKind.TooLarge, ""),
            _ when text.Length == 0 => Failed("the connection ended without an answer"),
            _ => Failed($"it answered '{ScanText.Clean(text)}'"),
        };
    }

    public static ClamdReply Failed(string reason) => new(ClamdReplyKind.Failed, reason);
}
