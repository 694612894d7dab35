using Mail.Core;
using Mail.Processing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mail.Ctl;

/// <summary>What training needs, on the storage of one call.</summary>
internal sealed class SpamDesk(MailStorage storage, TimeProvider time)
{
    public ISpamModels Models { get; } = new CachedSpamModels(storage.Models, time, NullLogger<CachedSpamModels>.Instance);

    public Compactor Compactor { get; } = new(storage.Training, storage.Models, time, NullLogger<Compactor>.Instance);

    public SpamSettings Settings { get; } = new(storage.SiteSettings, storage.Directory);

    public MailboxMoves Moves { get; } = new(
        storage.Mailboxes, new SpamSettings(storage.SiteSettings, storage.Directory), new TrainingQueue(storage.Queues, time));

    /// <summary>For one call of mailctl.</summary>
    public BatchTraining OpenBatch(ModelOwner owner) => new(storage.Training, owner, time);
}
