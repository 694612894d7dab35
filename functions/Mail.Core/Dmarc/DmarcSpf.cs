namespace Mail.Core;

/// <summary>What SPF said.</summary>
/// <param name="Domain">Whose record was asked; empty when there was none to ask.</param>
/// <param name="IsHelo">It was asked for the HELO name, as for a bounce, and not for MAIL FROM.</param>
/// <param name="Result">A word of RFC 8601 §2.7.2.</param>
public sealed record DmarcSpf(string Domain, bool IsHelo, string Result);
