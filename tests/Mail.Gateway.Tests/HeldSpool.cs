using Mail.Core;
using Mail.Testing;

namespace Mail.Gateway.Tests;

/// <summary>A spool whose commits can be held up after they took effect, and whose withdrawals can come late.</summary>
internal sealed class HeldSpool(InMemorySpool spool) : ISpool
{
    private readonly List<Func<bool>> _late = [];
    private TaskCompletionSource? _hold;
    private TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when a commit is being held up.</summary>
    public Task Reached => _reached.Task;

    /// <summary>Holds up the next commits after they took effect, until <see cref="Release"/>.</summary>
    public void Hold()
    {
        _reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public void Release() => Interlocked.Exchange(ref _hold, null)?.SetResult();

    public async ValueTask<ISpoolWriter> BeginAsync(Envelope envelope, CancellationToken cancellationToken) =>
        new Writer(this, await spool.BeginAsync(envelope, cancellationToken));

    public ValueTask<SpooledMessage?> OpenAsync(QueueId queueId, CancellationToken cancellationToken) => spool.OpenAsync(queueId, cancellationToken);

    public ValueTask<SpoolEntry?> FindAsync(QueueId queueId, CancellationToken cancellationToken) => spool.FindAsync(queueId, cancellationToken);

    public IAsyncEnumerable<SpoolEntry> ListAsync(QueueId? from, CancellationToken cancellationToken) => spool.ListAsync(from, cancellationToken);

    /// <summary>While true, a withdrawal times out and waits for <see cref="ComeLate"/>.</summary>
    public bool IsLate { get; set; }

    /// <summary>What timed out reaches the storage after all. Gives how much of it took effect.</summary>
    public int ComeLate()
    {
        var effective = _late.Count(change => change());
        _late.Clear();
        return effective;
    }

    public ValueTask<bool> SetHoldAsync(QueueId queueId, bool hold, CancellationToken cancellationToken) =>
        spool.SetHoldAsync(queueId, hold, cancellationToken);

    public ValueTask<bool> SetWithdrawnAsync(QueueId queueId, bool withdrawn, CancellationToken cancellationToken) =>
        IsLate ? TimeOut(spool.AskForWithdrawal(queueId, withdrawn)) : spool.SetWithdrawnAsync(queueId, withdrawn, cancellationToken);

    public ValueTask<bool> DeleteAsync(QueueId queueId, CancellationToken cancellationToken) =>
        spool.DeleteAsync(queueId, cancellationToken);

    public ValueTask<Stream?> OpenDroppedAsync(string name, CancellationToken cancellationToken) => spool.OpenDroppedAsync(name, cancellationToken);

    public ValueTask<bool> DeleteDroppedAsync(string name, CancellationToken cancellationToken) => spool.DeleteDroppedAsync(name, cancellationToken);

    public ValueTask ProbeAsync(CancellationToken cancellationToken) => spool.ProbeAsync(cancellationToken);

    private ValueTask<bool> TimeOut(Func<bool> change)
    {
        _late.Add(change);
        return ValueTask.FromException<bool>(new OperationCanceledException("The test's storage is slow."));
    }

    private sealed class Writer(HeldSpool held, ISpoolWriter writer) : ISpoolWriter
    {
        public bool Held
        {
            get => writer.Held;
            set => writer.Held = value;
        }

        public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => writer.WriteAsync(bytes, cancellationToken);

        public async ValueTask CommitAsync(CancellationToken cancellationToken)
        {
            await writer.CommitAsync(cancellationToken);
            if (held._hold is { } hold)
            {
                held._reached.TrySetResult();
                await hold.Task.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);
            }
        }

        public ValueTask DisposeAsync() => writer.DisposeAsync();
    }
}
