namespace Mail.Functions;

/// <summary>Lets a function run no more than so often at once in this process: host.json has one bound for all queues.</summary>
public sealed class AtMost(int limit, IQueueFunctionHandler handler) : IQueueFunctionHandler, IDisposable
{
    private readonly SemaphoreSlim _room = new(limit);

    public string Name => handler.Name;

    public async Task<FunctionResult> InvokeAsync(FunctionInvocation invocation, CancellationToken cancellationToken)
    {
        await _room.WaitAsync(cancellationToken);
        try
        {
            return await handler.InvokeAsync(invocation, cancellationToken);
        }
        finally
        {
            _room.Release();
        }
    }

    public string ForAnotherRun(string body) => handler.ForAnotherRun(body);

    public void Dispose() => _room.Dispose();
}
