using System.Text;

namespace Mail.Fuzz.Session;

/// <content>Messages.</content>
internal sealed partial class SessionFollower
{
    private readonly List<byte> _chunks = [];

    private void Data()
    {
        // The line end of DATA itself stands before the content.
        var from = _position - 2;
        var end = _input.AsSpan(from).IndexOf("\r\n.\r\n"u8);
        if (end < 0)
        {
            _position = _input.Length;
            return;
        }

        var lines = _input.AsSpan(_position, Math.Max(from + end + 2 - _position, 0));
        _position = from + end + 5;
        Message(Unstuff(lines), Take());
    }

    private void Message(byte[] content, WireReply reply)
    {
        var isGood = IsClean(content) && content.Length <= state.Options.MessageSizeLimit;
        BrokenPromiseException.Unless((reply.Code == 250) == isGood, $"a message is accepted if it is good, and not answered {reply.Code} {reply.Text}");
        _stage = Stage.Ready;
        if (isGood)
        {
            Messages.Add(content);
            _errors = _errorsAtMost = _junk = 0;
        }
    }

    private void Bdat(ReadOnlySpan<byte> line, ReadOnlySpan<byte> argument)
    {
        var isLong = line.Length + 2 > state.Options.CommandLineLimit;
        if (_next < replies.Count && (replies[_next].Code == 521 || IsSentAway(replies[_next])))
        {
            // Not readable, or far too big: where the next command begins is not known.
            Take();
            var isGood = !isLong && !HasControls(line) && TrySize(argument, out var wanted, out _) && wanted <= 4 * state.Options.MessageSizeLimit;
            BrokenPromiseException.Unless(MayGo || !isGood, "a good BDAT is taken");
            return;
        }

        if (isLong)
        {
            // Thrown away unread, so nobody knows that it was one.
            BrokenPromiseException.Unless(Take().Code == 500, "a long line is refused");
            return;
        }

        BrokenPromiseException.Unless(TrySize(argument, out var size, out var isLast), "a BDAT whose size is not clear ends the session");
        if (size > _input.Length - _position)
        {
            _position = _input.Length;
            return;
        }

        var chunk = _input.AsSpan(_position, (int)size);
        _position += chunk.Length;
        Chunk(chunk, isLast, Take());
    }

    private void Chunk(ReadOnlySpan<byte> chunk, bool? isLast, WireReply reply)
    {
        var isInTime = _stage is Stage.Rcpt or Stage.Chunks;
        BrokenPromiseException.Unless(!reply.IsPositive || (isInTime && isLast is not null), "a chunk is accepted only in its time");
        if (!isInTime)
        {
            return;
        }

        if (_stage == Stage.Rcpt)
        {
            _chunks.Clear();
        }

        _chunks.AddRange(chunk);
        if (isLast == true)
        {
            Message([.. _chunks], reply);
            return;
        }

        // Half a line end may be whole with the next chunk.
        byte[] soFar = [.. _chunks];
        var isGood = isLast is not null && soFar.Length <= state.Options.MessageSizeLimit && IsClean(soFar.AsSpan(0, soFar.Length - (soFar is [.., (byte)'\r'] ? 1 : 0)));
        BrokenPromiseException.Unless((reply.Code == 250) == isGood, $"a chunk is accepted if it is good, and not answered {reply.Code} {reply.Text}");
        _stage = isGood ? Stage.Chunks : Stage.Ready;
    }

    /// <param name="isLast"><c>null</c> when there is something else behind the size.</param>
    private static bool TrySize(ReadOnlySpan<byte> argument, out long size, out bool? isLast)
    {
        var text = Encoding.Latin1.GetString(argument).Split(' ', 2, StringSplitOptions.TrimEntries);
        isLast = text.Length == 1 ? false : text[1].Equals("LAST", StringComparison.OrdinalIgnoreCase) ? true : null;
        size = 0;
        return text[0].Length > 0 && text[0].All(char.IsAsciiDigit) && long.TryParse(text[0], out size);
    }

    private static bool HasControls(ReadOnlySpan<byte> line) => line.ContainsAnyExceptInRange((byte)' ', (byte)'~');

    private static byte[] Unstuff(ReadOnlySpan<byte> lines)
    {
        var content = new List<byte>(lines.Length);
        while (!lines.IsEmpty)
        {
            var end = lines.IndexOf("\r\n"u8);
            var next = end < 0 ? lines.Length : end + 2;
            content.AddRange(lines[0] == '.' ? lines[1..next] : lines[..next]);
            lines = lines[next..];
        }

        return [.. content];
    }

    /// <summary>CR and LF stand only together.</summary>
    private static bool IsClean(ReadOnlySpan<byte> content)
    {
        while (true)
        {
            var end = content.IndexOfAny((byte)'\r', (byte)'\n');
            if (end < 0)
            {
                return true;
            }

            if (!content[end..].StartsWith("\r\n"u8))
            {
                return false;
            }

            content = content[(end + 2)..];
        }
    }
}
