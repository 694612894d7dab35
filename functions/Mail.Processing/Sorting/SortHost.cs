using Mail.Core;
using Mail.Sieve;

namespace Mail.Processing;

/// <summary>Answers what the rules of one mailbox ask while they run on one message.</summary>
internal sealed class SortHost(
    RuleBook book, IMailboxStore mailboxes, ISeenMessages seen, string accountId, QueueId message, DateTimeOffset now) : ISieveHost
{
    private readonly SpecialFolders _special = new(mailboxes);

    public async ValueTask<bool> MailboxExistsAsync(string mailbox, CancellationToken ct) =>
        FolderName.TryKey(mailbox, out _)
        && (FolderName.IsInbox(mailbox) || await mailboxes.FindFolderAsync(accountId, mailbox, ct) is not null);

    public async ValueTask<bool> SpecialUseExistsAsync(string? mailbox, string attribute, CancellationToken ct) =>
        mailbox is null
            ? await _special.FindAsync(accountId, attribute, ct) is not null
            : SpecialFolders.IsNamed(mailbox, attribute) && await MailboxExistsAsync(mailbox, ct);

    public ValueTask<SieveScript?> IncludeAsync(IncludeLocation location, string name, CancellationToken ct) =>
        book.FindAsync(location == IncludeLocation.Global ? RuleScope.Site : RuleScope.OfAccount(accountId), name, ct);

    /// <remarks>A message that is sorted again, because its first run has died, is no duplicate of itself.</remarks>
    public async ValueTask<bool> IsDuplicateAsync(string handle, string id, CancellationToken ct) =>
        await seen.FindAsync(accountId, handle, id, ct) is { } earlier && earlier.Until > now && earlier.Message != message;
}
