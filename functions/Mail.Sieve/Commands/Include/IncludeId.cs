namespace Mail.Sieve;

/// <summary>A script that is included.</summary>
internal readonly record struct IncludeId(IncludeLocation Location, string Name);
