namespace Mail.Sieve;

/// <summary>Into the default mailbox (RFC 5228 §4.3).</summary>
public sealed record KeepAction : StoreAction
{
    /// <summary>No command cancelled the implicit keep (RFC 5228 §2.10.2), or an error ended the run (§2.10.6).</summary>
    public bool IsImplicit { get; init; }
}
