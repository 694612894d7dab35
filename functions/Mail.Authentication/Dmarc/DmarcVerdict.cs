using Mail.Core;

namespace Mail.Authentication;

/// <summary>Whether the author's domain stands behind a message (RFC 7489).</summary>
public sealed record DmarcVerdict(AuthenticationResult Result)
{
    /// <summary>Of the From field, as A-labels in lower case; <c>null</c> when there is not exactly one.</summary>
    public string? Domain { get; init; }

    /// <summary>Where the record was found: <see cref="Domain"/> or its organizational domain; <c>null</c> when there is none.</summary>
    public string? PolicyDomain { get; init; }

    /// <summary>What the domain asks for; <c>null</c> without a record.</summary>
    public DmarcPublication? Published { get; init; }

    /// <summary>It also asks for reports.</summary>
    public bool WantsReports { get; init; }

    /// <summary>The one that the record names for this domain: <c>p</c>, <c>sp</c> or <c>np</c>; <c>null</c> without a record.</summary>
    public DmarcPolicy? Policy { get; init; }

    /// <summary>
    /// What the domain asks for this message: <see cref="DmarcPolicy.None"/> unless the result is a fail; sampled by <c>pct</c>;
    /// <see cref="DmarcPolicy.None"/> also where the site trusts a sealer more, or SPF could not be asked.
    /// With <see cref="AuthenticationResult.PermError"/> what we make of it: <see cref="DmarcPolicy.Quarantine"/> for one that hides in whose name it speaks.
    /// </summary>
    public DmarcPolicy Disposition { get; init; }

    /// <summary>SPF passed for a domain that is aligned with <see cref="Domain"/>.</summary>
    public bool SpfAligned { get; init; }

    /// <summary>A signature passed whose domain is aligned with <see cref="Domain"/>.</summary>
    public bool DkimAligned { get; init; }

    /// <summary>Why <see cref="Disposition"/> is milder than <see cref="Policy"/>: the words of RFC 7489 appendix C, <c>sampled_out</c>, <c>local_policy</c> or <c>other</c>; <c>null</c> when it is not.</summary>
    public string? Override { get; init; }

    /// <summary>Why there is no result: an unreadable record or From field.</summary>
    public string? Reason { get; init; }

    /// <summary>
    /// There is an author, but none that can be asked about. RFC 7489 §6.6.1 leaves it to us: let through, whoever wants to be taken for somebody else would
    /// only have to write From in a way that mail programs read and we do not.
    /// </summary>
    internal static DmarcVerdict Unreadable(string reason) => new(AuthenticationResult.PermError) { Reason = reason, Disposition = DmarcPolicy.Quarantine };
}
