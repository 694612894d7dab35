using Mail.Core;

namespace Mail.Gateway.Tests;

/// <summary>A resolver with few slots, to which the names of some zones are never answered. The others are known to <paramref name="inner"/>.</summary>
internal sealed class SilentDns(IDnsResolver inner, int slots, params string[] zones) : IDnsResolver
{
    private readonly Lock _gate = new();
    private int _asked;

    /// <summary>Questions that are out now.</summary>
    public int Waiting { get; private set; }

    /// <summary>The most that ever were.</summary>
    public int Most { get; private set; }

    public int Asked => Volatile.Read(ref _asked);

    public async ValueTask<DnsAnswer> QueryAsync(DnsQuestion question, CancellationToken cancellationToken)
    {
        if (!Array.Exists(zones, zone => question.Name.EndsWith(zone, StringComparison.Ordinal)))
        {
            return Waiting >= slots ? DnsAnswer.Failed("too many questions are out already") : await inner.QueryAsync(question, cancellationToken);
        }

        Change(1);
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException("For ever is over.");
        }
        finally
        {
            Change(-1);
        }
    }

    private void Change(int by)
    {
        lock (_gate)
        {
            Waiting += by;
            Most = Math.Max(Most, Waiting);
            _asked += Math.Max(0, by);
        }
    }
}
