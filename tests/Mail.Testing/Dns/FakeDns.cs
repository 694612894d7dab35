using System.Collections.Concurrent;
using Mail.Core;
using Mail.Dns;

namespace Mail.Testing;

/// <summary>A resolver over a <see cref="DnsZone"/>, at once and without a network. Counts what it is asked.</summary>
public sealed class FakeDns(DnsZone zone) : IDnsResolver
{
    private readonly ConcurrentQueue<DnsQuestion> _questions = new();
    private readonly ZoneResolver _resolver = new(zone);
    private int _waiting;

    /// <summary>Every question in order, repeated ones too: nothing is remembered here.</summary>
    public IReadOnlyList<DnsQuestion> Questions => [.. _questions];

    /// <summary>Of every answer.</summary>
    public TimeSpan TimeToLive
    {
        get => _resolver.TimeToLive;
        set => _resolver.TimeToLive = value;
    }

    /// <summary>Answers wait for this. Completed unless a test sets another.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>Questions that wait for <see cref="Gate"/>.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Knows the names of a text in the format ZONE.json.</summary>
    public static FakeDns Parse(string json) => new(DnsZone.Parse(json));

    /// <summary>Every name is NXDOMAIN.</summary>
    public static FakeDns Empty() => Parse("{}");

    public async ValueTask<DnsAnswer> QueryAsync(DnsQuestion question, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _questions.Enqueue(question);
        Interlocked.Increment(ref _waiting);
        try
        {
            await Gate.WaitAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        return await _resolver.QueryAsync(question, cancellationToken);
    }
}
