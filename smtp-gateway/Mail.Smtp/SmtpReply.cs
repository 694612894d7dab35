using System.Text;

namespace Mail.Smtp;

/// <summary>One reply: a code, its enhanced status (RFC 3463) and a line of text, or several.</summary>
/// <param name="Code">200 to 599 (RFC 5321 §4.2).</param>
/// <param name="EnhancedStatus">For example <c>5.1.1</c>; <c>null</c> where RFC 2034 §4 has none: greetings, HELO and EHLO, 3xx.</param>
/// <param name="Lines">
/// At least one; printable ASCII without CR or LF, anything else goes out as <c>?</c>. Generic: details belong in the log.
/// </param>
public sealed record SmtpReply(int Code, string? EnhancedStatus, params IReadOnlyList<string> Lines)
{
    private byte[]? _wire;

    // The compiler's copy would take the octets of the original along.
    private SmtpReply(SmtpReply original)
    {
        Code = original.Code;
        EnhancedStatus = original.EnhancedStatus;
        Lines = original.Lines;
    }

    /// <summary>
    /// The connection is closed after this reply: 221 and 421 (RFC 5321 §3.8), and 521, which like Postfix we send where the client will
    /// not do better later.
    /// </summary>
    public bool Closes => Code is 221 or 421 or 521;

    public bool IsPositive => Code < 400;

    /// <summary>The octets for the network, made once for each reply object.</summary>
    internal ReadOnlySpan<byte> Wire => _wire ??= Format();

    public bool Equals(SmtpReply? other) => other is not null && Wire.SequenceEqual(other.Wire);

    public override int GetHashCode() => HashCode.Combine(Code, EnhancedStatus, Lines.Count);

    public override string ToString() => $"{Code} {EnhancedStatus} {string.Join(" / ", Lines)}";

    // RFC 5321 §4.2: Reply-line = *( Reply-code "-" [ textstring ] CRLF ) Reply-code [ SP textstring ] CRLF.
    private byte[] Format()
    {
        var text = new StringBuilder();
        for (var i = 0; i < Lines.Count; i++)
        {
            text.Append(Code).Append(i < Lines.Count - 1 ? '-' : ' ');
            if (EnhancedStatus is not null)
            {
                text.Append(EnhancedStatus).Append(' ');
            }

            foreach (var c in Lines[i])
            {
                text.Append(c is >= ' ' and <= '~' ? c : '?');
            }

            text.Append("\r\n");
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }
}
