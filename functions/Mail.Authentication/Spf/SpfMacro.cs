namespace Mail.Authentication;

/// <summary>A piece of a macro-string: literal text, or a value with what is done to it (RFC 7208 §7.1).</summary>
/// <param name="Literal">Text that stands for itself; <c>null</c> for a value.</param>
/// <param name="Letter">In lower case; <c>%</c> for an escape like <c>%_</c>, whose text is <paramref name="Literal"/>.</param>
/// <param name="IsEscaped">The letter was a capital: the value is escaped as in a URL (RFC 7208 §7.3).</param>
/// <param name="Keep">How many parts are kept, from the right; 0 for all.</param>
/// <param name="Delimiters">Where the value is split.</param>
internal sealed record SpfMacro(string? Literal, char Letter = '\0', bool IsEscaped = false, int Keep = 0, bool IsReversed = false, string Delimiters = ".");
