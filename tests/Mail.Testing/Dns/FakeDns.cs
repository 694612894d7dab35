using System.Collections.Concurrent;
using Mail.Core;

namespace Mail.Testing;

/// <summary>A resolver over a <see cref="FakeZone"/>, at once and without a network. Counts what it is asked.</summary>
public sealed class FakeDns(FakeZone zone) : IDnsResolver
{
    private const int MaxAliases = 8;

    private readonly ConcurrentQueue<DnsQuestion> _questions = new();
    private int _waiting;

    /// <summary>Every question in order, repeated ones too: nothing is remembered here.</summary>
    public IReadOnlyList<DnsQuestion> Questions => [.. _questions];

    /// <summary>Of every answer.</summary>
    public TimeSpan TimeToLive { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Answers wait for this. Completed unless a test sets another.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>Questions that wait for <see cref="Gate"/>.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Knows the names of a text in the format ZONE.json.</summary>
    public static FakeDns Parse(string json) => new(FakeZone.Parse(json));

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

        return Answer(question);
    }

    private DnsAnswer Answer(DnsQuestion question)
    {
        var name = question.Name;
        var isSigned = true;
        for (var i = 0; i <= MaxAliases; i++)
        {
            switch (zone.Find(name))
            {
                case null:
                    return DnsAnswer.NxDomain(TimeToLive);
                case { Rcode: "NXDOMAIN" } missing:
                    return DnsAnswer.NxDomain(TimeToLive) with { Authenticated = isSigned && missing.IsSigned };
                case { TimesOut: true }:
                    return DnsAnswer.Failed("no answer in time");
                case { Rcode: { } code and not "NOERROR" }:
                    return DnsAnswer.Failed($"response code {code}");
                case { Alias: { } alias } link when question.Type != DnsType.Cname:
                    (name, isSigned) = (alias, isSigned && link.IsSigned);
                    break;
                case var found:
                    var answer = found.Of(question.Type) is { Count: > 0 } records ? DnsAnswer.Found(records, TimeToLive) : DnsAnswer.NoData(TimeToLive);
                    return answer with { Authenticated = isSigned && found.IsSigned, Alias = name == question.Name ? null : name };
            }
        }

        return DnsAnswer.Failed("a loop of CNAMEs");
    }
}
