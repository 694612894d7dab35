using System.Collections.Concurrent;
using Mail.Core;

namespace Mail.Testing;

/// <summary>Keeps what it is told.</summary>
public sealed class RecordedTlsResults : ITlsResults
{
    private readonly ConcurrentQueue<TlsResult> _results = new();

    public IReadOnlyList<TlsResult> All => [.. _results];

    public void Add(TlsResult result) => _results.Enqueue(result);
}
