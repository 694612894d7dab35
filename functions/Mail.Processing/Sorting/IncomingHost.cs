using Mail.Core;
using Mail.Sieve;

namespace Mail.Processing;

/// <summary>Answers what rules of phase incoming ask: there is no mailbox yet, so it has no folders and has seen nothing.</summary>
internal sealed class IncomingHost(RuleBook book) : ISieveHost
{
    public ValueTask<bool> MailboxExistsAsync(string mailbox, CancellationToken ct) => new(false);

    public ValueTask<bool> SpecialUseExistsAsync(string? mailbox, string attribute, CancellationToken ct) => new(false);

    public ValueTask<SieveScript?> IncludeAsync(IncludeLocation location, string name, CancellationToken ct) => book.FindAsync(RuleScope.Site, name, ct);

    public ValueTask<bool> IsDuplicateAsync(string handle, string id, CancellationToken ct) => new(false);
}
