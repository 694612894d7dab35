using System.Globalization;
using System.Runtime.CompilerServices;
using Mail.Core;

namespace Mail.Ctl;

/// <summary>Messages whose processing failed too often.</summary>
internal sealed class PoisonCheck(IWorkQueues queues) : ICheck
{
    public string Name => "queues";

    public async IAsyncEnumerable<FindingView> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var name in PoisonQueues.Names.Select(QueueNames.Poison))
        {
            if (await queues.Get(name).CountAsync(cancellationToken) is > 0 and var count)
            {
                var messages = count.ToString(CultureInfo.InvariantCulture);
                yield return new FindingView("queue", name, $"holds {messages} messages; see: mailctl queue list, then: mailctl queue requeue --all");
            }
        }
    }
}
