namespace Mail.Fuzz.Session;

/// <summary>A reply as a client sees it.</summary>
/// <param name="Text">Of all lines, without their codes.</param>
internal sealed record WireReply(int Code, string Text)
{
    public bool IsPositive => Code < 400;

    /// <summary>RFC 5321 §3.8: the server closes behind it.</summary>
    public bool IsLast => Code is 221 or 421 or 521;

    public bool IsTooManyRecipients => Code == 452;

    /// <summary>What kind of reply it is: without what differs from one input to the next.</summary>
    public string Kind => Code == 334 ? "334" : Code == 250 && Text.EndsWith("received", StringComparison.Ordinal) ? "250 chunk" : $"{Code} {Text}";
}
