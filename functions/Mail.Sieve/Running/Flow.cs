namespace Mail.Sieve;

/// <summary>What runs after a command.</summary>
internal enum Flow
{
    /// <summary>The next command.</summary>
    Next,

    /// <summary>Nothing in this scope (RFC 5228 §3.3).</summary>
    Stop,

    /// <summary>What follows the <c>include</c> of this script (RFC 6609 §3.3).</summary>
    Return,

    /// <summary>What follows the loop that is being left (RFC 5703 §3.2).</summary>
    Break,
}
