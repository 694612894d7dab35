namespace Mail.Authentication;

/// <summary>What the signatures of a message say.</summary>
/// <param name="Sets">Of the chain; empty when there is none that can be read.</param>
internal sealed record FoundSignatures(IReadOnlyList<DkimVerdict> Dkim, ArcVerdict Arc, IReadOnlyList<ArcSet> Sets);
