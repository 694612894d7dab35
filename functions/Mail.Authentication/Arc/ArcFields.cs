namespace Mail.Authentication;

/// <summary>The names of the fields of a set: RFC 8617 §4.1.</summary>
internal static class ArcFields
{
    public const string Results = "ARC-Authentication-Results";
    public const string Signature = "ARC-Message-Signature";
    public const string Seal = "ARC-Seal";
}
