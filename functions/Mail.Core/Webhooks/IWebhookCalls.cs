namespace Mail.Core;

/// <summary>
/// Calls to make: table and queue <c>Webhooks</c>. Every member throws <see cref="StorageUnavailableException"/> when the storage cannot be reached; a change
/// may or may not have been made then.
/// </summary>
public interface IWebhookCalls
{
    /// <summary>Writes the call, unless it is there, then enqueues a pointer to it. May be repeated.</summary>
    ValueTask EnqueueAsync(WebhookCall call, CancellationToken cancellationToken);

    /// <summary><c>null</c> when there is no such call: it has been made, or given up.</summary>
    ValueTask<WebhookCall?> FindAsync(WebhookPointer pointer, CancellationToken cancellationToken);

    /// <summary>Enqueues a pointer that comes after <paramref name="delay"/>, then writes what is known of the call now.</summary>
    ValueTask PutOffAsync(WebhookCall call, TimeSpan delay, CancellationToken cancellationToken);

    /// <summary>It is done with. Doing it twice is no error.</summary>
    ValueTask DeleteAsync(WebhookPointer pointer, CancellationToken cancellationToken);
}
