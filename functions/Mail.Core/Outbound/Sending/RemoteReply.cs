namespace Mail.Core;

/// <summary>A reply of another server (RFC 5321 §4.2), made harmless: one line, no control characters, at most 1,000 characters.</summary>
/// <param name="Code">Three digits.</param>
/// <param name="Text">With the enhanced status code when there was one.</param>
/// <param name="Host">Who said it.</param>
public sealed record RemoteReply(int Code, string Text, string? Host)
{
    public override string ToString() => $"{Code} {Text}";
}
