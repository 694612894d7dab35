namespace Mail.Core;

/// <summary>Whom absent owners have answered: table <c>Vacations</c>. Every member throws <see cref="StorageUnavailableException"/>.</summary>
public interface IVacations
{
    /// <summary>
    /// Whether the answer is to be sent, and if so remembers it. True for one of several messages that ask at the same time, and each time for the one that
    /// got it: whoever repeats the work after a crash sends what may not have been sent.
    /// </summary>
    ValueTask<bool> TryAnswerAsync(VacationAnswer answer, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Forgets what is over, some of it at a time. Gives how much.</summary>
    ValueTask<int> PruneAsync(DateTimeOffset now, CancellationToken cancellationToken);
}
