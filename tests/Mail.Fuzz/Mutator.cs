namespace Mail.Fuzz;

/// <summary>Makes new input of old: a few random changes, words of the protocols among them.</summary>
internal sealed class Mutator(int seed)
{
    private const int LongestInput = 64 * 1024;

    // Nearly all of what can be found is found by short inputs, and sooner; the long ones meet limits and blocks.
    private const int UsualLength = 4096;
    private const int LongOneIn = 200;

    private static readonly byte[][] Words =
    [
        .. new[]
        {
            "\r\n", "\n", "\r", ".", "\r\n.\r\n", "\n.\n", "\r\n.\n", "\n.\r\n", "\r\n.\r", "..", "\0", " ", "<", ">", "<>", "\"", "\\", "@", ":", ";", "=", "+",
            "+0D", "é", "\u00ad", "\ufeff", "*\r\n",
            "EHLO x\r\n", "HELO x\r\n", "MAIL FROM:<a@b.test>\r\n", "RCPT TO:<b@example.test>\r\n", "DATA\r\n", "BDAT 3\r\n", "BDAT 3 LAST\r\n", "BDAT 0 LAST\r\n",
            "BDAT 99999\r\n", "BDAT 18446744073709551616\r\n", "RSET\r\n", "QUIT\r\n", "NOOP\r\n", "VRFY x\r\n", "HELP\r\n", "STARTTLS\r\n", "EXPN x\r\n",
            "GET / HTTP/1.1\r\n", "AUTH PLAIN\r\n", "AUTH LOGIN\r\n", "AUTH SCRAM-SHA-256\r\n", "AUTH OAUTHBEARER\r\n", "AUTH XOAUTH2\r\n",
            "AUTH PLAIN AGFsaWNlQGV4YW1wbGUudGVzdABjb3JyZWN0LWhvcnNlLWJhdHRlcnk=\r\n", "XCLIENT ADDR=192.0.2.1\r\n", "XCLIENT NAME=a.test HELO=b.test\r\n",
            "XCLIENT ADDR=IPV6:2001:db8::1 PROTO=SMTP\r\n", "PROXY TCP4 192.0.2.1 198.51.100.1 56324 25\r\n", "PROXY UNKNOWN\r\n", "\r\n\r\n\0\r\nQUIT\n",
            " SIZE=", " BODY=8BITMIME", " SMTPUTF8", " RET=HDRS", " ENVID=", " NOTIFY=", "NEVER", " AUTH=<>", " ORCPT=rfc822;", " ORCPT=utf-8;", "\\x{E9}",
            "[IPv6:::1]", "[127.0.0.1]", "xn--", "99999999999999999999", "-1", "20000", "20001", "{", "}", "[", "]", "null", "\"version\":1", "\"recipients\":",
            "n,,n=alice@example.test,r=x", "\u0001auth=Bearer x\u0001\u0001", "/24", "0.0.0.0/0", "::/0", " for ", "none", "[2..4]", "*-3",
        }.Select(System.Text.Encoding.UTF8.GetBytes),
        [0xff], [0x80], [0xc0, 0x80], [0xed, 0xa0, 0x80],
    ];

    // Repeatable, which is what a seed is for; nothing here is a secret.
#pragma warning disable CA5394
    private readonly Random _random = new(seed);

    public byte[] Mutate(IReadOnlyList<byte[]> corpus)
    {
        var input = new List<byte>(corpus[_random.Next(corpus.Count)]);
        for (var n = _random.Next(1, 8); n > 0; n--)
        {
            Change(input, corpus);
        }

        var isLong = _random.Next(LongOneIn) == 0;
        if (isLong)
        {
            Lengthen(input);
        }

        return [.. input.Take(isLong ? LongestInput : UsualLength)];
    }

    private void Change(List<byte> input, IReadOnlyList<byte[]> corpus)
    {
        var at = _random.Next(input.Count + 1);
        var length = _random.Next(Math.Min(input.Count - at, 16) + 1);
        switch (_random.Next(9))
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
            case 5:
                // Where a command begins.
                input.InsertRange(LineStart(input, at), Words[_random.Next(Words.Length)]);
                break;
            case 6:
                ChangeEncoded(input, at);
                break;
            case 7:
                input.InsertRange(LineStart(input, at), corpus[_random.Next(corpus.Count)]);
                break;
            default:
                var other = corpus[_random.Next(corpus.Count)];
                var from = _random.Next(other.Length + 1);
                input.InsertRange(at, other[from..Math.Min(other.Length, from + 32)]);
                break;
        }
    }

    private static int LineStart(List<byte> input, int at) => at == 0 ? 0 : input.LastIndexOf((byte)'\n', at - 1) + 1;

    /// <summary>Takes a part of the input that is base64, and changes what is in it.</summary>
    private void ChangeEncoded(List<byte> input, int at)
    {
        var (from, to) = (at, at);
        while (from > 0 && IsBase64(input[from - 1]))
        {
            from--;
        }

        while (to < input.Count && IsBase64(input[to]))
        {
            to++;
        }

        var text = System.Text.Encoding.ASCII.GetString([.. input.GetRange(from, to - from)]);
        var decoded = new byte[text.Length];
        if (text.Length == 0 || !Convert.TryFromBase64String(text, decoded, out var length))
        {
            return;
        }

        var inner = decoded.Take(length).ToList();
        Change(inner, [decoded]);
        input.RemoveRange(from, to - from);
        input.InsertRange(from, System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String([.. inner])));
    }

    private static bool IsBase64(byte octet) => char.IsAsciiLetterOrDigit((char)octet) || octet is (byte)'+' or (byte)'/' or (byte)'=';

    /// <summary>Repeats a part, from one octet to all, until it is long.</summary>
    private void Lengthen(List<byte> input)
    {
        var at = _random.Next(input.Count + 1);
        var part = input.GetRange(at, _random.Next(input.Count - at + 1));
        var most = _random.Next(LongestInput);
        var times = part.Count == 0 ? 0 : Math.Max((most - input.Count) / part.Count, 0);
        input.InsertRange(at, Enumerable.Repeat(part, times).SelectMany(octets => octets).ToArray());
    }
#pragma warning restore CA5394
}
