namespace Mail.Processing;

/// <summary>The place of one attempt in the line for a slot.</summary>
internal sealed class SlotTurn
{
    private readonly TaskCompletionSource _called = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsCalled => _called.Task.IsCompleted;

    public void Call() => _called.TrySetResult();

    /// <exception cref="TimeoutException">It was not called within <paramref name="patience"/>.</exception>
    public Task WaitAsync(TimeSpan patience, TimeProvider time, CancellationToken cancellationToken) => _called.Task.WaitAsync(patience, time, cancellationToken);
}
