using System.Diagnostics;
using System.Diagnostics.Metrics;
using Mail.Core;

namespace Mail.Functions;

/// <summary>What is measured of invocations.</summary>
internal static class FunctionsMetrics
{
    private static readonly Histogram<double> Duration = Telemetry.Meter.CreateHistogram<double>(
        "mail.function.duration", unit: "s", description: "Time of one invocation, by function and outcome; its count is the number of invocations.");

    private static readonly Counter<long> PoisonMessages = Telemetry.Meter.CreateCounter<long>(
        "mail.queue.poisoned", unit: "{message}", description: "Messages moved to a poison queue, by queue.");

    public static void Invoked(string function, InvocationOutcome outcome, TimeSpan duration) =>
        Duration.Record(
            duration.TotalSeconds,
            new TagList { { "faas.name", function }, { "outcome", outcome.GetType().Name } });

    public static void Poisoned(string queue) => PoisonMessages.Add(1, new TagList { { "queue", queue } });
}
