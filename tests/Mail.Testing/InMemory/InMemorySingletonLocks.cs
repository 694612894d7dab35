using Mail.Core;

namespace Mail.Testing;

/// <summary>Locks in memory, running out by the injected clock.</summary>
public sealed class InMemorySingletonLocks(TimeProvider? time = null, StorageFaults? parentFaults = null) : ISingletonLocks
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Held> _locks = new(StringComparer.Ordinal);

    public StorageFaults Faults { get; } = new(parentFaults);

    public ValueTask<ISingletonLease?> TryAcquireAsync(string name, TimeSpan duration, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.FromSeconds(15));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(duration, TimeSpan.FromSeconds(60));
        return Locked<ISingletonLease?>(() => TryAcquire(name, duration), cancellationToken);
    }

    private Lease? TryAcquire(string name, TimeSpan duration)
    {
        _locks.TryGetValue(name, out var held);
        var now = _time.GetUtcNow();
        if (held is { Lease: not null } && held.Until > now)
        {
            return null;
        }

        var lease = new Lease(this, name, duration, held?.Note ?? "");
        _locks[name] = new Held(lease, now + duration, lease.Note);
        return lease;
    }

    private bool Change(Lease lease, Func<Held, Held> change, bool evenIfRunOut = false)
    {
        if (!_locks.TryGetValue(lease.Name, out var held) || held.Lease != lease || !(evenIfRunOut || held.Until > _time.GetUtcNow()))
        {
            return false;
        }

        _locks[lease.Name] = change(held);
        return true;
    }

    private ValueTask<T> Locked<T>(Func<T> operation, CancellationToken cancellationToken) =>
        Faults.RunAsync(
            () =>
            {
                lock (_gate)
                {
                    return operation();
                }
            },
            cancellationToken);

    /// <param name="Lease"><c>null</c> once it was let go.</param>
    private sealed record Held(Lease? Lease, DateTimeOffset Until, string Note);

    private sealed class Lease(InMemorySingletonLocks locks, string name, TimeSpan duration, string note) : ISingletonLease
    {
        public string Name => name;

        public string Note => note;

        /// <summary>As for a blob lease, also after the duration as long as nobody else has taken the lock.</summary>
        public ValueTask<bool> RenewAsync(CancellationToken cancellationToken) =>
            locks.Locked(
                () => locks.Change(this, held => held with { Until = locks._time.GetUtcNow() + duration }, evenIfRunOut: true), cancellationToken);

        public ValueTask<bool> WriteNoteAsync(string note, CancellationToken cancellationToken) =>
            locks.Locked(() => locks.Change(this, held => held with { Note = note }), cancellationToken);

        public async ValueTask DisposeAsync()
        {
            try
            {
                await locks.Locked(
                    () => locks.Change(this, held => held with { Lease = null }, evenIfRunOut: true), CancellationToken.None);
            }
            catch (StorageUnavailableException)
            {
                // The lock ends by itself.
            }
        }
    }
}
