namespace Mail.Sieve;

/// <summary>
/// What scripts ask about the world while they run. Answers must be quick and change nothing; a host that cannot reach its storage throws, and the
/// message is sorted again later.
/// </summary>
public interface ISieveHost
{
    /// <summary>There is such a mailbox, and mail can be put into it (RFC 5490 §3.1).</summary>
    ValueTask<bool> MailboxExistsAsync(string mailbox, CancellationToken ct);

    /// <summary>A mailbox has this attribute, such as <c>\Junk</c> (RFC 8579 §3): any mailbox, or the one that is named.</summary>
    ValueTask<bool> SpecialUseExistsAsync(string? mailbox, string attribute, CancellationToken ct);

    /// <summary>The script to include (RFC 6609 §3.2); <c>null</c> if there is none of that name or it does not compile.</summary>
    ValueTask<SieveScript?> IncludeAsync(IncludeLocation location, string name, CancellationToken ct);

    /// <summary>The id was remembered under the handle, and still counts (RFC 7352 §3).</summary>
    ValueTask<bool> IsDuplicateAsync(string handle, string id, CancellationToken ct);
}
