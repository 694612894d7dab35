namespace Mail.Core;

/// <summary>The record of a domain as a report repeats it (RFC 7489 appendix C, <c>policy_published</c>).</summary>
/// <param name="Domain">Where the record was found: A-labels, lower case.</param>
public sealed record DmarcPublication(string Domain)
{
    public DmarcPolicy Policy { get; init; }

    /// <summary>For names below <see cref="Domain"/>.</summary>
    public DmarcPolicy SubdomainPolicy { get; init; }

    public bool IsStrictDkim { get; init; }

    public bool IsStrictSpf { get; init; }

    /// <summary>Of its mail, 0 to 100.</summary>
    public int Percent { get; init; } = 100;

    /// <summary><c>fo</c>: when the domain wants reports on single failures, which we do not send.</summary>
    public string FailureOptions { get; init; } = "0";
}
