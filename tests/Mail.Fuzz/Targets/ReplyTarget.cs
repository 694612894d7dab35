using System.Text.RegularExpressions;
using Mail.Transport;

namespace Mail.Fuzz.Targets;

/// <summary>What another server says to us: replies, as the channel reads them.</summary>
internal sealed partial class ReplyTarget : IFuzzTarget
{
    // 16 KiB are kept, and the line that goes beyond it.
    private const int MostKept = (16 * 1024) + ReplyParser.MaxLine;

    // What one reply may make us read: its lines, and what the buffer takes in beyond them.
    private const long MostRead = (long)ReplyParser.MaxLine * (ReplyParser.MaxLines + 1);

    private const int Replies = 3;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    public string Name => "reply";

    public void Run(ReadOnlySpan<byte> input)
    {
        var octets = input.ToArray();
        var whole = ReadAll(new RepeatedStream(octets, times: 1, piece: int.MaxValue), int.MaxValue);
        foreach (var piece in (int[])[1, 2 + (octets.Length % 13), 512])
        {
            BrokenPromiseException.Unless(
                ReadAll(new RepeatedStream(octets, times: 1, piece), int.MaxValue).SequenceEqual(whole), "what is read does not depend on the pieces");
        }

        if (octets.Length > 0)
        {
            var endless = new RepeatedStream(octets, int.MaxValue, piece: int.MaxValue);
            ReadAll(endless, Replies);
            BrokenPromiseException.Unless(endless.Given <= Replies * MostRead, "a flood is not read to its end");
        }
    }

    /// <summary>The replies as they are shown, and at last why there are no more.</summary>
    private static List<string> ReadAll(Stream stream, int most)
    {
        var channel = new SmtpChannel(stream);
        var read = new List<string>();
        try
        {
            while (read.Count < most)
            {
                var reply = channel.ReadReplyAsync(Limit, "reading", CancellationToken.None).AsTask().GetAwaiter().GetResult();
                Check(reply);
                read.Add($"{reply.Code} {reply.Status} {string.Join('\n', reply.Lines)}");
            }
        }
        catch (ConnectionLostException e)
        {
            BrokenPromiseException.Unless(!e.Message.Any(char.IsControl), "why a connection was lost is a line for the log");
            read.Add(e.Message);
        }

        return read;
    }

    private static void Check(SmtpReply reply)
    {
        BrokenPromiseException.Unless(reply.Code is >= 200 and < 600, "a reply has a code");
        BrokenPromiseException.Unless(
            reply.Lines.Count <= ReplyParser.MaxLines && reply.Lines.Sum(line => line.Length) <= MostKept, "what is kept of a reply has a limit");
        BrokenPromiseException.Unless(
            EnhancedCode().IsMatch(reply.Status) && (reply.Status[0] - '0' == reply.Code / 100 || reply.Code / 100 == 3), "a status fits its code");
        BrokenPromiseException.Unless(
            reply.Text.Length <= 1000 && reply.Text.EnumerateRunes().All(IsHarmless) && reply.Lines.All(line => line.EnumerateRunes().All(IsHarmless)), "a text is a harmless line");
        BrokenPromiseException.Unless(IsWhole(reply.Text), "a text is not cut within a character");
        CheckNotice(reply.Text);
        var extensions = new ServerExtensions(reply.Lines);
        BrokenPromiseException.Unless(extensions.MaxSize is null or > 0, "a limit of size is one");
        BrokenPromiseException.Unless(extensions.Mechanisms.Count <= ReplyParser.MaxLine, "mechanisms are those of a line");
    }

    /// <summary>The text goes into a field of a notice, and cannot make a second one.</summary>
    private static void CheckNotice(string text)
    {
        foreach (var utf8 in (bool[])[false, true])
        {
            var lines = NoticeValue.Field("Diagnostic-Code", "smtp; " + NoticeValue.Clean(text, utf8)).Split("\r\n");
            BrokenPromiseException.Unless(lines is [.. var field, ""] && field.Skip(1).All(line => line.StartsWith(' ')), "a diagnostic is one field");
            BrokenPromiseException.Unless(lines.All(line => !line.Any(char.IsControl) && (utf8 || line.All(char.IsAscii))), "a field is of characters that may be in it");
        }
    }

    private static bool IsHarmless(System.Text.Rune rune) =>
        !System.Text.Rune.IsControl(rune) && rune.Value is not (0x2028 or 0x2029 or (>= 0x202a and <= 0x202e) or (>= 0x2066 and <= 0x2069));

    private static bool IsWhole(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[++i])))
            {
                return false;
            }
        }

        return true;
    }

    [GeneratedRegex(@"\A[245]\.\d{1,3}\.\d{1,3}\z")]
    private static partial Regex EnhancedCode();
}
