using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mail.Core;

/// <summary>
/// What the queue <c>incoming</c> carries: a pointer to a spooled message, never content.
/// </summary>
/// <param name="QueueId">The spooled message.</param>
/// <param name="Attempt">
/// 0 promises that this is the first pointer to a new message, so that the flow need not ask what was done before. Each deferral counts up;
/// whoever enqueues a message again (the sweep, an operator, a gateway after a crash) uses 1 or more.
/// </param>
/// <remarks>
/// No property may be called <c>id</c> or <c>dequeueCount</c>: the Functions host copies top-level scalars over its own metadata.
/// </remarks>
public sealed record IncomingPointer(QueueId QueueId, int Attempt = 0)
{
    public string ToJson() =>
        JsonSerializer.Serialize(new IncomingPointerJson(QueueId.ToString(), Attempt), IncomingPointerContext.Default.IncomingPointerJson);

    /// <summary>Reads what <see cref="ToJson"/> writes; unknown properties are ignored, so that an older version reads a newer one's pointers.</summary>
    public static bool TryParse(string json, [NotNullWhen(true)] out IncomingPointer? pointer)
    {
        pointer = null;
        try
        {
            if (JsonSerializer.Deserialize(json, IncomingPointerContext.Default.IncomingPointerJson) is { } read
                && QueueId.TryParse(read.QueueId, out var queueId)
                && read.Attempt >= 0)
            {
                pointer = new IncomingPointer(queueId, read.Attempt);
            }
        }
        catch (JsonException)
        {
            // Not JSON: the caller sees that there is no pointer.
        }

        return pointer is not null;
    }
}

internal sealed record IncomingPointerJson(string? QueueId, int Attempt = 0);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IncomingPointerJson))]
internal sealed partial class IncomingPointerContext : JsonSerializerContext;

/// <summary>The queue <c>incoming</c>: once a pointer is in it, the message is accepted (S3).</summary>
public sealed class IncomingQueue(IWorkQueues queues)
{
    private readonly IWorkQueue _queue = queues.Get(QueueNames.Incoming);

    /// <exception cref="StorageUnavailableException">The pointer may or may not be in the queue.</exception>
    public ValueTask EnqueueAsync(IncomingPointer pointer, TimeSpan delay, CancellationToken cancellationToken) =>
        _queue.SendAsync(pointer.ToJson(), delay, cancellationToken);
}
