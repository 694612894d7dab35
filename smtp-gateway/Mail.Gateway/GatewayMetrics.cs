using System.Diagnostics.Metrics;
using Mail.Core;

namespace Mail.Gateway;

/// <summary>What the gateway measures of itself, in the meter <see cref="Telemetry.Name"/>.</summary>
internal static class GatewayMetrics
{
    /// <summary>Sessions that are open now.</summary>
    public static UpDownCounter<long> Sessions { get; } = Telemetry.Meter.CreateUpDownCounter<long>("mail.smtp.sessions", "{session}");

    /// <summary>Connections sent away for a limit, by <c>limit</c>: total or address.</summary>
    public static Counter<long> SessionsRefused { get; } = Telemetry.Meter.CreateCounter<long>("mail.smtp.sessions.refused", "{session}");

    /// <summary>Recipients refused at RCPT, by <c>code</c>.</summary>
    public static Counter<long> RecipientsRefused { get; } = Telemetry.Meter.CreateCounter<long>("mail.smtp.recipients.refused", "{recipient}");

    /// <summary>Messages whose content was begun, by <c>outcome</c>: accepted, failed (451), aborted (the content did not become whole).</summary>
    public static Counter<long> Messages { get; } = Telemetry.Meter.CreateCounter<long>("mail.smtp.messages", "{message}");

    /// <summary>Content received, accepted or not.</summary>
    public static Counter<long> Bytes { get; } = Telemetry.Meter.CreateCounter<long>("mail.smtp.content", "By");

    /// <summary>From the end of the content to durable and queued.</summary>
    public static Histogram<double> CommitDuration { get; } = Telemetry.Meter.CreateHistogram<double>("mail.smtp.commit.duration", "s");
}
