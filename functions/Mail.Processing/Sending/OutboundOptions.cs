namespace Mail.Processing;

/// <summary>How one process sends; what the whole site has in common is in <see cref="Mail.Core.SiteSettings"/>.</summary>
public sealed record OutboundOptions
{
    /// <summary>Our name in notices. Default: the machine's host name.</summary>
    public string HostName { get; init; } = Environment.MachineName.ToLowerInvariant();

    /// <summary>The name of this process among those that hold leases and slots.</summary>
    public string Instance { get; init; } = Guid.NewGuid().ToString("N");

    /// <summary>After the death of a process its jobs can be taken over so late, and its slots at destinations twice as late. It is renewed at a third of its time.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Attempts of this process at once, over all destinations. Destinations that are new get a third of them, and those that are slow, or
    /// do not answer, another. Default 128: one waits for its server most of the time, and takes some 100 KiB.
    /// </summary>
    public int AttemptsAtOnce { get; init; } = 128;

    /// <summary>How long an attempt waits in this process for a slot at its destination before its pointer is put back, for a second or more.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>A destination whose attempts take longer on average is slow. Default 2 s: several times what a server takes that scans for viruses.</summary>
    public TimeSpan SlowAfter { get; init; } = TimeSpan.FromSeconds(2);
}
