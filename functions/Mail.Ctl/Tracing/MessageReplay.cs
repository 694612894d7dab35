using Mail.Core;
using Mail.Processing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mail.Ctl;

/// <summary>Replays a message for each mailbox here that has it.</summary>
internal sealed class MessageReplay(MailStorage storage, TimeProvider time)
{
    private readonly ScreenReplay _replay = new(
        new CachedSpamModels(storage.Models, time, NullLogger<CachedSpamModels>.Instance), new SpamSettings(storage.SiteSettings, storage.Directory), new ScreenOptions());

    /// <param name="id">The queue id, for all its deliveries, or that of one.</param>
    /// <param name="content">The raw message.</param>
    /// <param name="verify">By what is on record, not by what holds now.</param>
    public async Task<IReadOnlyList<ReplayView>> RunAsync(QueueId queueId, string id, Stream content, bool verify, CancellationToken cancellationToken)
    {
        var deliveries = await DeliveriesAsync(queueId, id, cancellationToken);
        var views = new List<ReplayView>();
        await foreach (var account in storage.Editor.ListAccountsAsync(domain: null, cancellationToken))
        {
            foreach (var deliveryId in deliveries[account.AccountId].Distinct())
            {
                if (await storage.Mailboxes.FindAsync(account.AccountId, deliveryId, cancellationToken) is { Decision.Screening: { } record } message)
                {
                    var outcome = verify
                        ? await _replay.VerifyAsync(content, account.AccountId, record, cancellationToken)
                        : await _replay.RepeatAsync(content, account, record, cancellationToken);
                    views.Add(ViewOf(account, message, record, outcome));
                }
            }
        }

        return views;
    }

    /// <summary>By account id, as the message's record names them.</summary>
    private async Task<ILookup<string, string>> DeliveriesAsync(QueueId queueId, string id, CancellationToken cancellationToken)
    {
        var record = await storage.Log.FindAsync(queueId, cancellationToken);
        return (record?.Recipients ?? [])
            .SelectMany(recipient => recipient.Deliveries)
            .Select(delivery => delivery.Split('/', ' '))
            .Where(parts => parts is [_, var deliveryId, ..] && (deliveryId == id || (id == queueId.ToString() && deliveryId.StartsWith(id, StringComparison.Ordinal))))
            .ToLookup(parts => parts[0], parts => parts[1]);
    }

    private static ReplayView ViewOf(AccountEntry account, MailboxMessage message, ScreeningRecord record, ReplayOutcome outcome) => new(
        message.Id,
        account.Address.ToString(),
        message.Folder,
        ReplayWords.Of(outcome.Status),
        ReplayVerdictView.Of(record),
        outcome.Now is null ? null : ReplayVerdictView.Of(outcome.Now),
        outcome.Differences);
}
