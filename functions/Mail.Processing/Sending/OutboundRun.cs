using Mail.Core;

namespace Mail.Processing;

/// <summary>One run of the sending flow for one job.</summary>
public sealed class OutboundRun(OutboundJob job, SiteSettings settings, DateTimeOffset now, CancellationToken cancellationToken)
{
    /// <summary>As it was found.</summary>
    public OutboundJob Job => job;

    public SiteSettings Settings => settings;

    public DateTimeOffset Now => now;

    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>Recipients for whom no server is asked: discarded, or refused by the operator.</summary>
    internal List<SendGroup> Decided { get; } = [];

    /// <summary>Recipients whose next hop gives us a slot.</summary>
    internal List<(SendGroup Group, DestinationUse Use)> Entered { get; } = [];

    /// <summary>Recipients whose next hop is not there, and who have waited for so long that it counts as an attempt.</summary>
    internal List<(SendGroup Group, Admission.Dead Dead)> Dead { get; } = [];

    /// <summary>What came of the attempts that were made.</summary>
    internal Dictionary<SendGroup, AttemptMade> Made { get; } = [];

    /// <summary>The soonest turn of those that could not be tried; <c>null</c> when all were.</summary>
    internal (TimeSpan Delay, string NextHop, string Why)? Waits { get; private set; }

    public bool HasWork => Decided.Count + Entered.Count + Dead.Count > 0;

    /// <summary>For the next pointer.</summary>
    public string? NextHop => Entered.Select(entered => entered.Group.NextHop).FirstOrDefault() ?? Dead.Select(dead => dead.Group.NextHop).FirstOrDefault();

    /// <param name="job">As it is after the attempt.</param>
    internal bool HasPutOff(OutboundJob job) => Entered.Select(entered => entered.Group).Concat(Dead.Select(dead => dead.Group))
        .SelectMany(group => group.Recipients)
        .Any(tried => job.Recipients.Any(recipient => recipient.IsPending && recipient.IsSame(tried)));

    internal void Wait(TimeSpan delay, string nextHop, string why)
    {
        if (Waits is not { } known || delay < known.Delay)
        {
            Waits = (delay, nextHop, why);
        }
    }
}
