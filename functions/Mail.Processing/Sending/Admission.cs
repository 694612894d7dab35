namespace Mail.Processing;

/// <summary>Whether an attempt may begin.</summary>
public abstract record Admission
{
    private Admission()
    {
    }

    /// <summary>It may. Hand the slot back by <see cref="DestinationGate.LeaveAsync"/>.</summary>
    public sealed record Entered(DestinationUse Use) : Admission;

    /// <summary>All slots are taken; its turn comes in about <paramref name="Delay"/>.</summary>
    public sealed record Busy(TimeSpan Delay) : Admission;

    /// <summary>The next hop is not there: no attempt before <paramref name="Until"/>.</summary>
    public sealed record Dead(DateTimeOffset Until, string Reason) : Admission
    {
        /// <summary>RFC 3463 §3.5: 4.4.1, no answer from host.</summary>
        public string Status { get; init; } = "4.4.1";
    }
}
