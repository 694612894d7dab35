using Mail.Core;

namespace Mail.Ctl;

/// <summary>The poison queues: messages whose processing failed too often. They are looked at and sent again, never dropped.</summary>
internal sealed class PoisonQueues(IWorkQueues queues)
{
    /// <summary>The most that a storage queue gives out or shows at once.</summary>
    private const int Batch = 32;

    /// <summary>How long messages are hidden from others while one is sent again: longer than a few requests take.</summary>
    private static readonly TimeSpan Visibility = TimeSpan.FromSeconds(60);

    /// <summary>The queues whose poison is looked after.</summary>
    public static IReadOnlyList<string> Names { get; } = [QueueNames.Incoming, QueueNames.Outbound, QueueNames.Webhooks, QueueNames.Training, QueueNames.Fetching];

    /// <summary>Up to 32 of each queue, without taking them.</summary>
    public async Task<IReadOnlyList<PoisonMessage>> PeekAsync(CancellationToken cancellationToken)
    {
        var found = new List<PoisonMessage>();
        foreach (var name in Names)
        {
            var items = await queues.Get(QueueNames.Poison(name)).PeekAsync(Batch, cancellationToken);
            found.AddRange(items.Select(item => new PoisonMessage(name, item)));
        }

        return found;
    }

    /// <summary>About how many there are.</summary>
    public async Task<int> CountAsync(CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var name in Names)
        {
            count += await queues.Get(QueueNames.Poison(name)).CountAsync(cancellationToken);
        }

        return count;
    }

    /// <summary>
    /// Sends messages to their queues again. A message leaves the poison queue only after that has succeeded, so a failure in between gives it
    /// twice, which the flow is made for, and never loses it. What is no pointer stays.
    /// </summary>
    /// <param name="wanted">Which to send.</param>
    /// <returns>What was sent, and what was wanted but stays because nobody could read it.</returns>
    public async Task<(IReadOnlyList<PoisonMessage> Sent, IReadOnlyList<PoisonMessage> Kept)> RequeueAsync(
        Func<PoisonMessage, bool> wanted, CancellationToken cancellationToken)
    {
        var sent = new List<PoisonMessage>();
        var kept = new List<PoisonMessage>();
        foreach (var name in Names)
        {
            var poison = queues.Get(QueueNames.Poison(name));
            var aside = new List<WorkItem>();
            try
            {
                while (await poison.ReceiveAsync(Batch, Visibility, cancellationToken) is { Count: > 0 } items)
                {
                    foreach (var message in items.Select(item => new PoisonMessage(name, item)))
                    {
                        if (wanted(message) && message.BodyToSend() is { } body)
                        {
                            await queues.Get(name).SendAsync(body, TimeSpan.Zero, cancellationToken);
                            await poison.CompleteAsync(message.Item, cancellationToken);
                            sent.Add(message);
                            continue;
                        }

                        aside.Add(message.Item);
                        if (wanted(message))
                        {
                            kept.Add(message);
                        }
                    }
                }
            }
            finally
            {
                await PutBackAsync(poison, aside);
            }
        }

        return (sent, kept);
    }

    /// <summary>Makes what was only looked at visible again, now and not after its time.</summary>
    private static async Task PutBackAsync(IWorkQueue poison, List<WorkItem> items)
    {
        foreach (var item in items)
        {
            // Not the caller's token: after Ctrl-C they are to be visible as well.
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            try
            {
                await poison.ExtendAsync(item, TimeSpan.Zero, limit.Token);
            }
            catch (Exception e) when (e is StorageUnavailableException or OperationCanceledException)
            {
                // They become visible by themselves after a minute; what went wrong before is the message that counts.
                return;
            }
        }
    }
}
