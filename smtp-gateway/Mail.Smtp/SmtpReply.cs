namespace Mail.Smtp;

/// <summary>One reply: a code, its enhanced status (RFC 3463) and a line of text, or several.</summary>
/// <param name="Code">200 to 599 (RFC 5321 §4.2).</param>
/// <param name="EnhancedStatus">For example <c>5.1.1</c>; <c>null</c> where RFC 2034 §4 has none: greetings, HELO and EHLO, 3xx.</param>
/// <param name="Lines">At least one; printable ASCII without CR or LF. Generic: details belong in the log.</param>
public sealed record SmtpReply(int Code, string? EnhancedStatus, params IReadOnlyList<string> Lines)
{
    /// <summary>The connection is closed after this reply: 221 and 421 (RFC 5321 §3.8), and 521, which like Postfix we send where the client will not do better later.</summary>
    public bool Closes => Code is 221 or 421 or 521;

    public bool IsPositive => Code < 400;

    public override string ToString() => $"{Code} {EnhancedStatus} {string.Join(" / ", Lines)}";
}
