namespace Mail.Gateway;

/// <summary>The certificates in force. The first is shown to clients that ask for no name, or for one that no other has.</summary>
internal sealed class Certificates
{
    private readonly IReadOnlyList<CertificateSlot> _slots;
    private readonly TimeProvider _time;
    private volatile ServerCertificate[] _inForce = [];

    public Certificates(IReadOnlyList<ICertificateSource> sources, string? password, TimeProvider time, ILogger<Certificates> logger)
    {
        _time = time;
        _slots = [.. sources.Select(source => new CertificateSlot(source, password, time, logger))];
    }

    /// <summary>The operator wants TLS; whether there is a certificate at the moment is <see cref="IsAvailable"/>.</summary>
    public bool AreConfigured => _slots.Count > 0;

    public bool IsAvailable => _inForce.Length > 0;

    public IReadOnlyList<ServerCertificate> InForce => _inForce;

    /// <summary>The first reading, before anything listens.</summary>
    /// <exception cref="CertificateException">One cannot be used; the message says which and why.</exception>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        foreach (var slot in _slots)
        {
            await slot.LoadAsync(cancellationToken);
            slot.WarnOfExpiry();
        }

        Publish();
    }

    /// <summary>Takes what is new. Connections that are open keep what they have.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var changed = false;
        foreach (var slot in _slots)
        {
            changed |= await slot.RefreshAsync(cancellationToken);
            slot.WarnOfExpiry();
        }

        if (changed)
        {
            Publish();
        }
    }

    /// <param name="serverName">SNI (RFC 6066 §3); empty for none.</param>
    /// <returns><c>null</c> when there is no certificate at all.</returns>
    public ServerCertificate? Choose(string? serverName)
    {
        var inForce = _inForce;
        var name = serverName?.TrimEnd('.') ?? "";
        // A name of its own goes before a star.
        return Array.Find(inForce, c => c.Names.Contains(name, StringComparer.OrdinalIgnoreCase))
            ?? Array.Find(inForce, c => c.Covers(name))
            ?? inForce.FirstOrDefault();
    }

    /// <summary>A line for each certificate, for people.</summary>
    public string Describe()
    {
        var now = _time.GetUtcNow();
        return string.Join('\n', _slots.Select(slot => slot.Current is { } current
            ? FormattableString.Invariant($"{slot.Name}: {string.Join(", ", current.Names)}: {Math.Floor((current.NotAfter - now).TotalDays)} days left")
            : $"{slot.Name}: not there yet"));
    }

    private void Publish() => _inForce = [.. _slots.Select(slot => slot.Current).OfType<ServerCertificate>()];
}
