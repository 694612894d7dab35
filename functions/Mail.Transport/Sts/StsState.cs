using Mail.Core;

namespace Mail.Transport;

/// <summary>What this process knows of one domain. For whoever holds <see cref="Gate"/>.</summary>
internal sealed class StsState
{
    /// <summary>One asks, the others wait for what comes of it.</summary>
    public SemaphoreSlim Gate { get; } = new(1, 1);

    public KeptStsPolicy? Kept { get; set; }

    /// <summary><see cref="Kept"/> has yet to be written.</summary>
    public bool IsUnwritten { get; set; }

    /// <summary>When the storage was looked at last.</summary>
    public DateTimeOffset LookedAt { get; set; } = DateTimeOffset.MinValue;

    public StsFetch.Failed? Failure { get; set; }

    /// <summary>Of the announcement at which <see cref="Failure"/> came.</summary>
    public string FailedId { get; set; } = "";

    public DateTimeOffset FailedAt { get; set; }
}
