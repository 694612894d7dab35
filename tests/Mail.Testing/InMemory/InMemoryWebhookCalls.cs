using Mail.Core;

namespace Mail.Testing;

public sealed class InMemoryWebhookCalls(InMemoryWorkQueues queues, StorageFaults? parentFaults = null) : IWebhookCalls
{
    private readonly Lock _gate = new();
    private readonly Dictionary<WebhookPointer, WebhookCall> _calls = [];

    public StorageFaults Faults { get; } = new(parentFaults);

    public async ValueTask EnqueueAsync(WebhookCall call, CancellationToken cancellationToken)
    {
        await Locked(() => _calls.TryAdd(call.Pointer, call), cancellationToken);
        await queues[QueueNames.Webhooks].SendAsync(call.Pointer.ToJson(), TimeSpan.Zero, cancellationToken);
    }

    public ValueTask<WebhookCall?> FindAsync(WebhookPointer pointer, CancellationToken cancellationToken) =>
        Locked(() => _calls.GetValueOrDefault(pointer), cancellationToken);

    public async ValueTask PutOffAsync(WebhookCall call, TimeSpan delay, CancellationToken cancellationToken)
    {
        await queues[QueueNames.Webhooks].SendAsync(call.Pointer.ToJson(), delay, cancellationToken);
        await Locked(() => _calls.ContainsKey(call.Pointer) && Put(call), cancellationToken);
    }

    public async ValueTask DeleteAsync(WebhookPointer pointer, CancellationToken cancellationToken) =>
        await Locked(() => _calls.Remove(pointer), cancellationToken);

    private bool Put(WebhookCall call)
    {
        _calls[call.Pointer] = call;
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
}
