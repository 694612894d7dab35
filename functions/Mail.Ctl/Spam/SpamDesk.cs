using Mail.Core;
using Mail.Processing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mail.Ctl;

/// <summary>What training needs, on the storage of one call.</summary>
internal sealed class SpamDesk(MailStorage storage, TimeProvider time)
{
    public ISpamModels Models { get; } = new CachedSpamModels(storage.Models, time, NullLogger<CachedSpamModels>.Instance);

    public MessageTraining Training { get; } = new(storage.Training, time);

    public Compactor Compactor { get; } = new(storage.Training, storage.Models, time, NullLogger<Compactor>.Instance);

    public SpamSettings Settings { get; } = new(storage.SiteSettings, storage.Directory);

    public MailboxMoves Moves { get; } = new(
        storage.Mailboxes, new SpamSettings(storage.SiteSettings, storage.Directory), new TrainingQueue(storage.Queues, time));

    /// <summary>Trains by what is known now.</summary>
    public async Task<BulkTraining> OpenBulkAsync(ModelOwner owner, CancellationToken cancellationToken) =>
        await BulkTraining.OpenAsync(storage.Training, Training, owner, await Models.GetAsync(owner.AccountId, cancellationToken), cancellationToken);
}
