using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Mail.Core;

/// <summary>The names under which traces and metrics of all processes are found (OpenTelemetry).</summary>
public static class Telemetry
{
    public const string Name = "Mail.Cloud";

    public static ActivitySource Source { get; } = new(Name);

    public static Meter Meter { get; } = new(Name);
}
