namespace Mail.Functions;

/// <summary>Why a function is called.</summary>
public abstract record Trigger
{
    private Trigger()
    {
    }

    /// <param name="Body">The message as it was sent.</param>
    /// <param name="DequeueCount">How often the queue has given it out, this time included; <c>null</c> when called by hand or not told.</param>
    public sealed record Queue(string Body, int? DequeueCount) : Trigger;

    /// <param name="IsPastDue">The time for it has passed while nobody was there.</param>
    /// <param name="Status">What is known of earlier runs; <c>null</c> when nothing is.</param>
    public sealed record Timer(bool IsPastDue, ScheduleStatus? Status) : Trigger;
}
