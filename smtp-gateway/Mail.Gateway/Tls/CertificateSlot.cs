using Mail.Core;

namespace Mail.Gateway;

/// <summary>One configured certificate: the one in force, and whether its source has a newer one. For one caller at a time.</summary>
internal sealed class CertificateSlot(ICertificateSource source, string? password, TimeProvider time, ILogger logger)
{
    // Earlier than any validity that is renewed by machines: ACME clients renew 30 days ahead.
    private static readonly TimeSpan WarnBefore = TimeSpan.FromDays(14);
    private static readonly TimeSpan WarnEvery = TimeSpan.FromDays(1);

    private string? _seen;
    private string? _problem;
    private DateTimeOffset _nextLook = DateTimeOffset.MinValue;
    private DateTimeOffset _nextWarning = DateTimeOffset.MinValue;

    /// <summary><c>null</c> until one could be read.</summary>
    public ServerCertificate? Current { get; private set; }

    public string Name => source.Name;

    /// <summary>The first look.</summary>
    /// <exception cref="CertificateException">It cannot be used. A vault that does not answer is no reason not to start.</exception>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ReadAsync(cancellationToken);
        }
        catch (StorageUnavailableException e)
        {
            Report(e.Message);
        }
        catch (CertificateException e)
        {
            throw new CertificateException($"The TLS certificate {source.Name} cannot be used: {e.Message}.", e);
        }
    }

    /// <summary>Takes a new certificate; one that is no good is reported once, and the present one stays.</summary>
    /// <returns>True when there is another one than before.</returns>
    public async Task<bool> RefreshAsync(CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() < _nextLook)
        {
            return false;
        }

        var before = Current;
        try
        {
            await ReadAsync(cancellationToken);
        }
        catch (Exception e) when (e is CertificateException or StorageUnavailableException)
        {
            Report(e.Message);
        }

        return !ReferenceEquals(before, Current);
    }

    /// <summary>Says once a day what will soon be noticed by others.</summary>
    public void WarnOfExpiry()
    {
        var now = time.GetUtcNow();
        if (Current is not { } current || now < _nextWarning)
        {
            return;
        }

        var left = current.NotAfter - now;
        GatewayMetrics.CertificateDaysLeft.Record(left.TotalDays, new KeyValuePair<string, object?>("certificate", source.Name));
        if (left > WarnBefore && current.NotBefore <= now)
        {
            return;
        }

        _nextWarning = now + WarnEvery;
        if (current.NotBefore > now)
        {
            TlsLog.NotYetValid(logger, source.Name, current.NotBefore);
        }
        else if (left <= TimeSpan.Zero)
        {
            TlsLog.Expired(logger, source.Name, current.NotAfter);
        }
        else
        {
            TlsLog.ExpiresSoon(logger, source.Name, (int)left.TotalDays, current.NotAfter);
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        // Until there is one, as often as a file: a vault may be back at any moment.
        _nextLook = time.GetUtcNow() + (Current is null ? TimeSpan.Zero : source.Interval);
        var content = await source.ReadAsync(cancellationToken);
        if (content.Digest == _seen)
        {
            return;
        }

        // Whatever comes of it, the same octets are not tried again.
        _seen = content.Digest;
        Current = CertificateReader.Read(source.Name, content, password);
        _nextLook = time.GetUtcNow() + source.Interval;
        _nextWarning = DateTimeOffset.MinValue;
        _problem = null;
        TlsLog.Loaded(logger, source.Name, string.Join(", ", Current.Names), Current.NotAfter);
    }

    private void Report(string problem)
    {
        if (problem == _problem)
        {
            return;
        }

        _problem = problem;
        if (Current is null)
        {
            TlsLog.NotLoaded(logger, source.Name, problem);
        }
        else
        {
            TlsLog.NotReloaded(logger, source.Name, problem, Current.NotAfter);
        }
    }
}
