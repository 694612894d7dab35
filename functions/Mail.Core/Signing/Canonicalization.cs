namespace Mail.Core;

/// <summary>What of a message a signature bears being changed on the way: RFC 6376 §3.4.</summary>
public enum Canonicalization
{
    /// <summary>Next to nothing.</summary>
    Simple,

    /// <summary>White space and the folding of header fields.</summary>
    Relaxed,
}
