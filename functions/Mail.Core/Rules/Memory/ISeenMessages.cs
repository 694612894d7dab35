namespace Mail.Core;

/// <summary>What <c>duplicate</c> tests have seen: table <c>Duplicates</c>. Every member throws <see cref="StorageUnavailableException"/>.</summary>
public interface ISeenMessages
{
    /// <summary>What is remembered, also when its time is over; <c>null</c> when nothing is.</summary>
    ValueTask<SeenMessage?> FindAsync(string accountId, string handle, string id, CancellationToken cancellationToken);

    /// <summary>Remembers it in the place of what there was.</summary>
    ValueTask RememberAsync(SeenMessage seen, CancellationToken cancellationToken);

    /// <summary>As <see cref="IVacations.PruneAsync"/>.</summary>
    ValueTask<int> PruneAsync(DateTimeOffset now, CancellationToken cancellationToken);
}
