namespace Mail.Gateway;

/// <summary>
/// One thing that is being found out about a client by asking the DNS, however many questions it takes. It ends after a while, when it is begun anew
/// with something else, and with the session: what a client leaves behind does not go on costing.
/// </summary>
/// <param name="unavailable">What is known when nothing is.</param>
internal sealed class Lookup<T>(T unavailable, TimeProvider time) : IDisposable
{
    // A resolver of ours gives up after some 6 s, and the reverse name takes two answers. RFC 5321 §4.5.3.2.3 has clients wait 5 min for RCPT.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private CancellationTokenSource? _limit;

    /// <summary>Comes within <see cref="Patience"/> of the beginning.</summary>
    public Task<T> Answer { get; private set; } = Task.FromResult(unavailable);

    /// <summary>Returns as soon as the questions are out.</summary>
    public void Begin(Func<CancellationToken, Task<T>> find)
    {
        Dispose();
        _limit = new CancellationTokenSource(Patience, time);
        Answer = RunAsync(find, _limit.Token);
    }

    /// <summary>Nothing needs to be asked.</summary>
    public void Know(T answer)
    {
        Dispose();
        Answer = Task.FromResult(answer);
    }

    /// <summary>Gives up what is still being asked.</summary>
    public void Dispose()
    {
        _limit?.Cancel();
        _limit?.Dispose();
        _limit = null;
    }

    private async Task<T> RunAsync(Func<CancellationToken, Task<T>> find, CancellationToken limit)
    {
        try
        {
            return await find(limit).WaitAsync(limit);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return unavailable;
        }
    }
}
