namespace Mail.Transport;

/// <summary>What the owner's browser comes back with.</summary>
/// <param name="Code"><c>null</c> when there is none.</param>
/// <param name="Error">One word of RFC 6749 §4.1.2.1, or words of ours; <c>null</c> when there is a code.</param>
public sealed record RedirectedCode(string? Code, string? Error)
{
    /// <summary>Says nothing of the code.</summary>
    public override string ToString() => Error ?? "a code";
}
