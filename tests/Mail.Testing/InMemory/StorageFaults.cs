using System.Runtime.CompilerServices;
using Mail.Core;

namespace Mail.Testing;

/// <summary>
/// Makes in-memory storage fail as real storage does: not reachable at all, or one operation lost before it was applied or its reply lost
/// after it. Operations are counted over everything that shares the switch, so a test can fail each step of a flow in turn.
/// </summary>
public sealed class StorageFaults(StorageFaults? parent = null)
{
    private readonly Lock _gate = new();
    private int _operations;
    private int _failAt;
    private bool _appliedFirst;

    /// <summary>While true, every operation throws <see cref="StorageUnavailableException"/> and does nothing.</summary>
    public bool Unavailable { get; set; }

    /// <summary>Operations since the start or the last <see cref="Fail"/>.</summary>
    public int Operations
    {
        get
        {
            lock (_gate)
            {
                return _operations;
            }
        }
    }

    /// <summary>Fails one operation, the <paramref name="operation"/>-th from now on, counted from 1.</summary>
    /// <param name="appliedFirst">The operation takes effect and only its reply is lost; otherwise it never arrives.</param>
    public void Fail(int operation, bool appliedFirst = false)
    {
        lock (_gate)
        {
            _operations = 0;
            _failAt = operation;
            _appliedFirst = appliedFirst;
        }
    }

    internal T Run<T>(Func<T> operation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return parent is null ? RunHere(operation) : parent.Run(() => RunHere(operation), cancellationToken);
    }

    /// <summary>As an adapter over the network: failures come with the task, not from the call.</summary>
    internal ValueTask<T> RunAsync<T>(Func<T> operation, CancellationToken cancellationToken)
    {
        try
        {
            return ValueTask.FromResult(Run(operation, cancellationToken));
        }
        catch (Exception e) when (e is StorageUnavailableException or OperationCanceledException)
        {
            return ValueTask.FromException<T>(e);
        }
    }

    /// <summary>An enumeration is one operation, made when it is first moved on.</summary>
    internal async IAsyncEnumerable<T> List<T>(
        Func<IReadOnlyList<T>> operation,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await ValueTask.CompletedTask;
        foreach (var item in Run(operation, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return item;
        }
    }

    private T RunHere<T>(Func<T> operation)
    {
        bool before;
        bool after;
        lock (_gate)
        {
            var chosen = ++_operations == _failAt;
            before = Unavailable || (chosen && !_appliedFirst);
            after = chosen && _appliedFirst;
        }

        if (before)
        {
            throw new StorageUnavailableException("The test has switched the storage off.");
        }

        var result = operation();
        return after ? throw new StorageUnavailableException("The test has lost the reply of the storage.") : result;
    }
}
