namespace Mail.Core;

/// <summary>
/// Locks that one process of all at a time can hold, each with a short note that outlives its holder: who runs a timer, and when it last ran.
/// Every member throws <see cref="StorageUnavailableException"/> when the storage cannot be reached.
/// </summary>
public interface ISingletonLocks
{
    /// <summary>Takes the lock <paramref name="name"/> for <paramref name="duration"/>; <c>null</c> when somebody else holds it.</summary>
    /// <param name="name">1 to 200 characters from a-z, 0-9, - and . for example <c>timer-sweep</c>.</param>
    /// <param name="duration">15 to 60 seconds: what an Azure blob lease allows.</param>
    ValueTask<ISingletonLease?> TryAcquireAsync(string name, TimeSpan duration, CancellationToken cancellationToken);
}

/// <summary>A lock that we hold. Disposing lets go of it; when that fails it ends by itself with its duration.</summary>
public interface ISingletonLease : IAsyncDisposable
{
    /// <summary>What was last written under this lock, by any holder; empty when nothing was.</summary>
    string Note { get; }

    /// <summary>Holds the lock for its duration from now on. False when it is lost: somebody else has it.</summary>
    ValueTask<bool> RenewAsync(CancellationToken cancellationToken);

    /// <summary>Replaces the note. False, and nothing written, when the lock is lost.</summary>
    /// <param name="note">Text of at most 4 KiB.</param>
    ValueTask<bool> WriteNoteAsync(string note, CancellationToken cancellationToken);
}
