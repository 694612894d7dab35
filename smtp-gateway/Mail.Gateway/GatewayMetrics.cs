using System.Diagnostics.Metrics;
using Mail.Core;

namespace Mail.Gateway;

/// <summary>What the gateway measures of itself, in the meter <see cref="Telemetry.Name"/>.</summary>
internal static class GatewayMetrics
{
    /// <summary>Sessions that are open now.</summary>
    public static UpDownCounter<long> Sessions { get; } = Telemetry.Meter.CreateUpDownCounter<long>("mail.smtp.sessions", "{session}");

    /// <summary>What policy refused, connections and recipients alike, by <c>reason</c> (see <see cref="Refusal"/>) and <c>code</c>.</summary>
    public static Counter<long> Refused { get; } = Telemetry.Meter.CreateCounter<long>("mail.smtp.refused", "{refusal}");

    /// <summary>Refusals that were not recorded: too many, or storage was down.</summary>
    public static Counter<long> RejectsLeftOut { get; } = Telemetry.Meter.CreateCounter<long>("mail.smtp.rejects.left_out", "{refusal}");

    /// <summary>Sessions that were ended to make room for others.</summary>
    public static Counter<long> SessionsEvicted { get; } = Telemetry.Meter.CreateCounter<long>("mail.smtp.sessions.evicted", "{session}");

    /// <summary>Messages whose content was begun, by <c>outcome</c>: accepted, failed (451), refused (too many hops), aborted (the content did not become whole), discarded.</summary>
    public static Counter<long> Messages { get; } = Telemetry.Meter.CreateCounter<long>("mail.smtp.messages", "{message}");

    /// <summary>TLS handshakes, by <c>outcome</c> (ok, failed, given-up: too late, or the client went away) and <c>protocol</c>, empty when there is none.</summary>
    public static Counter<long> Handshakes { get; } = Telemetry.Meter.CreateCounter<long>("mail.smtp.tls", "{handshake}");

    public static void Handshake(string outcome, string protocol = "") =>
        Handshakes.Add(1, new KeyValuePair<string, object?>("outcome", outcome), new KeyValuePair<string, object?>("protocol", protocol));

    /// <summary>Until a TLS certificate expires, by <c>certificate</c>; below zero when it has.</summary>
    public static Gauge<double> CertificateDaysLeft { get; } = Telemetry.Meter.CreateGauge<double>("mail.tls.certificate.days", "d");

    /// <summary>Content received, accepted or not.</summary>
    public static Counter<long> Bytes { get; } = Telemetry.Meter.CreateCounter<long>("mail.smtp.content", "By");

    /// <summary>From the end of the content to durable and queued.</summary>
    public static Histogram<double> CommitDuration { get; } = Telemetry.Meter.CreateHistogram<double>("mail.smtp.commit.duration", "s");
}
