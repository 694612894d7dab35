namespace Mail.Fuzz;

/// <summary>Makes new input of old: a few random changes, words of the protocols among them.</summary>
internal sealed class Mutator(int seed)
{
    private const int LongestInput = 4096;

    private static readonly byte[][] Words =
    [
        .. new[]
        {
            "\r\n", "\n", "\r", ".", "\r\n.\r\n", "\n.\n", "..", "\0", " ", "<", ">", "<>", "\"", "\\", "@", ":", ";", "=", "+", "+0D", "é", "\u00ad",
            "EHLO x", "HELO x", "MAIL FROM:<a@b.test>", "RCPT TO:<b@example.test>", "DATA\r\n", "BDAT 3\r\n", "BDAT 3 LAST\r\n", "RSET\r\n", "QUIT\r\n",
            "NOOP\r\n", " SIZE=", " BODY=8BITMIME", " SMTPUTF8", " RET=HDRS", " ENVID=", " NOTIFY=", "NEVER", " ORCPT=rfc822;", " ORCPT=utf-8;", "\\x{E9}",
            "[IPv6:::1]", "[127.0.0.1]", "xn--", "99999999999999999999", "-1", "{", "}", "[", "]", "null", "\"version\":1", "\"recipients\":",
        }.Select(System.Text.Encoding.UTF8.GetBytes),
    ];

    // Repeatable, which is what a seed is for; nothing here is a secret.
#pragma warning disable CA5394
    private readonly Random _random = new(seed);

    public byte[] Mutate(IReadOnlyList<byte[]> corpus)
    {
        var input = corpus[_random.Next(corpus.Count)].ToList();
        for (var n = _random.Next(1, 8); n > 0; n--)
        {
            Change(input, corpus);
        }

        return [.. input.Take(LongestInput)];
    }

    private void Change(List<byte> input, IReadOnlyList<byte[]> corpus)
    {
        var at = _random.Next(input.Count + 1);
        var length = _random.Next(Math.Min(input.Count - at, 16) + 1);
        switch (_random.Next(6))
        {
            case 0:
                input.InsertRange(at, Words[_random.Next(Words.Length)]);
                break;
            case 1:
                input.RemoveRange(at, length);
                break;
            case 2:
                input.InsertRange(at, input.GetRange(at, length));
                break;
            case 3:
                input.Insert(at, (byte)_random.Next(256));
                break;
            case 4 when at < input.Count:
                input[at] ^= (byte)(1 << _random.Next(8));
                break;
            default:
                var other = corpus[_random.Next(corpus.Count)];
                var from = _random.Next(other.Length + 1);
                input.InsertRange(at, other[from..Math.Min(other.Length, from + 32)]);
                break;
        }
    }
#pragma warning restore CA5394
}
