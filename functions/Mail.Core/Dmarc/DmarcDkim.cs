namespace Mail.Core;

/// <summary>What a signature was worth.</summary>
/// <param name="Domain"><c>d=</c>.</param>
/// <param name="Selector"><c>s=</c>; <c>null</c> when it is not known.</param>
/// <param name="Result">A word of RFC 8601 §2.7.1.</param>
public sealed record DmarcDkim(string Domain, string? Selector, string Result);
