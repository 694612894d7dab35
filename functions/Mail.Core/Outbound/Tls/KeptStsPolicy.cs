namespace Mail.Core;

/// <summary>A policy as it was fetched: a row of table <c>StsPolicies</c>.</summary>
public sealed record KeptStsPolicy
{
    /// <summary>Whose it is, in lower case and A-labels.</summary>
    public required string Domain { get; init; }

    /// <summary>Of the record in the DNS that announced it (RFC 8461 §3.1): another one means another policy.</summary>
    public required string Id { get; init; }

    public required StsPolicy Policy { get; init; }

    public required DateTimeOffset FetchedAt { get; init; }

    public DateTimeOffset ExpiresAt => FetchedAt + Policy.MaxAge;
}
