namespace Mail.Sieve.Procmail;

/// <summary>A text with its variables replaced.</summary>
/// <param name="Text"><c>null</c> when that cannot be done.</param>
/// <param name="Problem">Why.</param>
internal readonly record struct RcText(string? Text, string? Problem = null)
{
    public static RcText Unknown(string problem) => new(Text: null, problem);
}
