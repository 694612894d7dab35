namespace Mail.Sieve;

/// <summary>What a wildcard of the last successful match stood for; 0 is all of the value (RFC 5229 §3.2).</summary>
internal sealed class MatchPart(int index) : TextPart
{
    /// <summary>RFC 5229 §6 asks for nine; patterns with more wildcards than this are made by programs. As Pigeonhole's.</summary>
    public const int MaxIndex = 32;

    public override string Value(SieveRun run) => index < run.MatchValues.Count ? run.MatchValues[index] : "";
}
