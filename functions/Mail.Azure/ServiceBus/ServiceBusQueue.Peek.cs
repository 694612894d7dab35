using System.Runtime.CompilerServices;
using Amqp;
using Mail.Core;

namespace Mail.Azure;

/// <content>Looking at messages without taking them.</content>
internal sealed partial class ServiceBusQueue
{
    /// <summary>What <c>peek-message</c> gives at most, and pages that are read to count.</summary>
    private const int PeekPage = 100;
    private const int MaxPages = IWorkQueue.MostCounted / PeekPage;

    public async ValueTask<IReadOnlyList<WorkItem>> PeekAsync(int max, CancellationToken cancellationToken) => await GuardedAsync(
        async () =>
        {
            var seen = new List<WorkItem>();
            await foreach (var message in WalkAsync(cancellationToken))
            {
                if (ServiceBusMessage.IsVisible(message))
                {
                    seen.Add(ServiceBusMessage.Read(message, receipt: ""));
                }

                if (seen.Count == max)
                {
                    break;
                }
            }

            return seen;
        },
        cancellationToken);

    public async ValueTask<int> CountAsync(CancellationToken cancellationToken) =>
        await GuardedAsync(() => WalkAsync(cancellationToken).CountAsync(cancellationToken).AsTask(), cancellationToken);

    private async IAsyncEnumerable<Message> WalkAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var node = await _links.ManagementAsync(cancellationToken);
        var from = 0L;
        for (var page = 0; page < MaxPages; page++)
        {
            var messages = await ServiceBusManagement.PeekAsync(node, from, PeekPage, cancellationToken);
            foreach (var message in messages)
            {
                yield return message;
            }

            // Not every broker fills a page; the end is an empty one, or numbers that don't go on.
            var last = messages.Count == 0 ? -1 : messages.Max(ServiceBusMessage.SequenceNumberOf);
            if (last < from)
            {
                break;
            }

            from = last + 1;
        }
    }
}
