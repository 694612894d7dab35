namespace Mail.Sieve;

/// <summary>Whose script is included (RFC 6609 §3.2).</summary>
public enum IncludeLocation
{
    /// <summary>The user's own.</summary>
    Personal,

    /// <summary>One that the site offers to all.</summary>
    Global,
}
