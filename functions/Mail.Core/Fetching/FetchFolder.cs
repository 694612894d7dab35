namespace Mail.Core;

/// <summary>What is remembered of a remote folder beside its messages.</summary>
public sealed record FetchFolder
{
    public required string Folder { get; init; }

    /// <summary><see cref="RemoteFolder.UidValidity"/> to which the hashes belong.</summary>
    public required uint? UidValidity { get; init; }

    /// <summary><see cref="RemoteFolder.Revision"/>, with how long messages are to stay, when everything in it was done with; <c>null</c> when something is left to do.</summary>
    public required string? Revision { get; init; }

    /// <summary>When a message there has been kept for long enough, whatever comes; <c>null</c> for never.</summary>
    public DateTimeOffset? NextDeletionAt { get; init; }

    /// <summary>Octets of the smallest message that stays there for its size; <c>null</c> for none. A limit that lets it come makes the folder worth a look.</summary>
    public long? LeastLeft { get; init; }
}
