namespace Mail.Testing;

/// <summary>A place at which the first request that fits stops, until its sender is dead or the test is over.</summary>
/// <param name="fits">The request.</param>
/// <param name="isAnswer">It takes effect, and only its answer stops; otherwise it never reaches the storage.</param>
public sealed class StorageStop(Func<StorageRequest, bool> fits, bool isAnswer)
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _taken;

    public bool IsAnswer => isAnswer;

    public Task Reached => _reached.Task;

    /// <summary>Whether this request is to stop here.</summary>
    internal bool TryTake(StorageRequest request) => fits(request) && Interlocked.Exchange(ref _taken, 1) == 0;

    internal void SetReached() => _reached.TrySetResult();
}
