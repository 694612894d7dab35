using System.Diagnostics.Metrics;
using Mail.Core;

namespace Mail.Gateway;

/// <summary>What authentication measures of itself, in the meter <see cref="Telemetry.Name"/>.</summary>
internal static class AuthenticationMetrics
{
    /// <summary>Ends of AUTH exchanges that got as far as credentials, by <c>mechanism</c> and <c>outcome</c>: ok, wrong, blocked, unavailable.</summary>
    public static Counter<long> Attempts { get; } = Telemetry.Meter.CreateCounter<long>("mail.smtp.auth", "{attempt}");

    public static void Count(string mechanism, string outcome) =>
        Attempts.Add(1, new KeyValuePair<string, object?>("mechanism", mechanism), new KeyValuePair<string, object?>("outcome", outcome));
}
