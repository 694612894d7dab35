using System.Diagnostics.Metrics;
using Mail.Core;

namespace Mail.Gateway;

/// <summary>What greylisting measures of itself, in the meter <see cref="Telemetry.Name"/>.</summary>
internal static class GreylistMetrics
{
    /// <summary>Recipients that greylisting looked at, by <c>outcome</c>: known (network), passed, put-off, unavailable (storage).</summary>
    public static Counter<long> Attempts { get; } = Telemetry.Meter.CreateCounter<long>("mail.smtp.greylist", "{recipient}");
}
