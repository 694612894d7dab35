using Mail.Core;

namespace Mail.Authentication;

/// <summary>What a domain publishes about mail in its name.</summary>
/// <param name="Domain">Where it was looked for last.</param>
internal sealed record DmarcPublished(string Domain)
{
    /// <summary>There was something, though perhaps nothing that can be used.</summary>
    public bool IsKnown { get; init; }

    public DmarcRecord? Record { get; init; }

    /// <summary>The one of the record's that is meant for the author's domain.</summary>
    public DmarcPolicy? Policy { get; init; }

    /// <summary>Why nothing is known now; <c>null</c> otherwise.</summary>
    public string? Failure { get; init; }
}
