using Mail.Core;

namespace Mail.Gateway;

/// <summary>
/// Knows whether the spool takes writes: from the messages that go through, and by a probe when there have been none for a while. A busy
/// gateway never probes.
/// </summary>
internal sealed class SpoolHealth(ISpool spool, TimeProvider time, ILogger<SpoolHealth> logger) : IDisposable
{
    /// <summary>How long a write proves that the next will be taken. Azure Container Apps asks every 10 s by default, Kubernetes too.</summary>
    public static readonly TimeSpan ProofLasts = TimeSpan.FromSeconds(10);

    /// <summary>How long a failed probe is believed: short, so that a gateway is back soon after its storage.</summary>
    public static readonly TimeSpan FailureLasts = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _probing = new(1);
    private readonly Lock _gate = new();
    private DateTimeOffset _knownUntil;
    private string? _problem = "the spool has not been asked yet";

    /// <summary>A message was committed.</summary>
    public void TookWrite() => Set(null, ProofLasts);

    /// <summary>A write failed: what was known is not, and the next question probes.</summary>
    public void Failed() => Set("a write to the spool has failed", TimeSpan.Zero);

    /// <summary><c>null</c> when the spool takes writes, otherwise why not, in words for anybody.</summary>
    public async ValueTask<string?> FindProblemAsync(CancellationToken cancellationToken)
    {
        if (TryKnow(out var problem))
        {
            return problem;
        }

        await _probing.WaitAsync(cancellationToken);
        try
        {
            return TryKnow(out problem) ? problem : await ProbeAsync(cancellationToken);
        }
        finally
        {
            _probing.Release();
        }
    }

    public void Dispose() => _probing.Dispose();

    private async ValueTask<string?> ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var timeout = new CancellationTokenSource(ProbeTimeout, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
            await spool.ProbeAsync(either.Token);
            return Set(null, ProofLasts);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            GatewayLog.NotReady(logger, e.Message);
            return Set("the spool does not take a write", FailureLasts);
        }
    }

    private bool TryKnow(out string? problem)
    {
        lock (_gate)
        {
            problem = _problem;
            return time.GetUtcNow() < _knownUntil;
        }
    }

    private string? Set(string? problem, TimeSpan lasts)
    {
        lock (_gate)
        {
            _problem = problem;
            _knownUntil = time.GetUtcNow() + lasts;
            return problem;
        }
    }
}
