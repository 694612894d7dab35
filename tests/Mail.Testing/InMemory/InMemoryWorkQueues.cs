using System.Collections.Concurrent;
using Mail.Core;

namespace Mail.Testing;

/// <summary>Queues by name, made when first asked for.</summary>
public sealed class InMemoryWorkQueues(TimeProvider? time = null, StorageFaults? parentFaults = null) : IWorkQueues
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly ConcurrentDictionary<string, InMemoryWorkQueue> _queues = new(StringComparer.Ordinal);

    public StorageFaults Faults { get; } = new(parentFaults);

    public InMemoryWorkQueue this[string name] => _queues.GetOrAdd(name, n => new InMemoryWorkQueue(n, _time, Faults));

    public IWorkQueue Get(string name) => this[name];
}
