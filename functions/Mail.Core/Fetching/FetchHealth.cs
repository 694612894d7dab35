namespace Mail.Core;

/// <summary>How the visits to a remote account go. Written when something changes, not by each visit that finds nothing.</summary>
public sealed record FetchHealth
{
    public static readonly FetchHealth Good = new();

    /// <summary>The account whose visits these are, as <see cref="RemoteAccountKey.ToString"/>; <c>null</c> before the first. See <see cref="RemoteAccountOwner"/>.</summary>
    public string? Owner { get; init; }

    /// <summary>Failed visits since the last that did not fail.</summary>
    public int Failures { get; init; }

    /// <summary>When the first of them was; <c>null</c> when there is none.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>Not before; <c>null</c>: whenever it is due.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>For the owner: why the last one failed, or what it could not collect, such as a folder that is not there; <c>null</c> for neither.</summary>
    public string? Problem { get; init; }

    /// <summary>The owner has been told of this series of failures.</summary>
    public DateTimeOffset? ToldAt { get; init; }

    /// <summary>When a message was fetched for the last time.</summary>
    public DateTimeOffset? LastMessageAt { get; init; }

    /// <summary>Messages fetched since the beginning.</summary>
    public long Messages { get; init; }

    /// <summary>Their octets.</summary>
    public long Octets { get; init; }
}
