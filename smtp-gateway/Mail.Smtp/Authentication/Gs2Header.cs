namespace Mail.Smtp;

/// <summary>What OAUTHBEARER and SCRAM messages begin with (RFC 5801 §4, RFC 5802 §7): <c>gs2-cbind-flag "," [ authzid ] ","</c>.</summary>
/// <param name="Binding"><c>n</c>: the client has no channel binding; <c>y</c>: it has, and thinks that we have not; else the name behind <c>p=</c>.</param>
/// <param name="Authorization">Whom the client wants to act as; <c>null</c> for itself.</param>
internal sealed record Gs2Header(string Binding, string? Authorization)
{
    // RFC 5056 §7: short registered names of letters, digits, '.' and '-'.
    private const int MaxBindingName = 64;

    /// <param name="rest">Behind the second comma.</param>
    public static bool TryParse(ReadOnlySpan<byte> message, out Gs2Header header, out ReadOnlySpan<byte> rest)
    {
        header = new Gs2Header("n", null);
        rest = default;
        var first = message.IndexOf((byte)',');
        var second = first < 0 ? -1 : message[(first + 1)..].IndexOf((byte)',');
        if (second < 0 || !TryReadBinding(message[..first], out var binding))
        {
            return false;
        }

        var authzid = message.Slice(first + 1, second);
        string? authorization = null;
        if (!authzid.IsEmpty && (!authzid.StartsWith("a="u8) || !SaslName.TryRead(authzid[2..], out authorization)))
        {
            return false;
        }

        header = new Gs2Header(binding, authorization);
        rest = message[(first + second + 2)..];
        return true;
    }

    private static bool TryReadBinding(ReadOnlySpan<byte> flag, out string binding)
    {
        binding = "";
        if (flag.SequenceEqual("n"u8) || flag.SequenceEqual("y"u8))
        {
            binding = flag[0] == 'n' ? "n" : "y";
            return true;
        }

        // A binding named "n" or "y" does not exist, so the flag cannot be taken for one.
        var name = flag.StartsWith("p="u8) ? flag[2..] : default;
        foreach (var octet in name)
        {
            if (!char.IsAsciiLetterOrDigit((char)octet) && octet is not ((byte)'.' or (byte)'-'))
            {
                return false;
            }
        }

        binding = System.Text.Encoding.ASCII.GetString(name);
        return name.Length is > 1 and <= MaxBindingName;
    }
}
