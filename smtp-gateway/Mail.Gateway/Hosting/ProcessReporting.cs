using Mail.Azure;
using Mail.Core;
using OpenTelemetry;
using OpenTelemetry.Resources;

namespace Mail.Gateway;

/// <summary>What the process says of itself: the log, and OpenTelemetry when the environment names a collector, or Application Insights.</summary>
internal static class ProcessReporting
{
    public static void AddTo(WebApplicationBuilder builder, bool isJson)
    {
        AddLogging(builder, isJson);
        AddTelemetry(builder);
    }

    private static void AddLogging(WebApplicationBuilder builder, bool isJson)
    {
        // Logs go to stderr: stdout has the lines that scripts read.
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        if (isJson)
        {
            builder.Logging.AddJsonConsole(json => json.UseUtcTimestamp = true);
        }
        else
        {
            builder.Logging.AddSimpleConsole(simple =>
            {
                simple.SingleLine = true;
                simple.UseUtcTimestamp = true;
                simple.TimestampFormat = "yyyy-MM-dd HH:mm:ss.fff'Z' ";
            });
        }

        builder.Logging.SetMinimumLevel(LogLevel.Information);
        // Kestrel logs each connection, the host each start; ours say what matters.
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        // It reports a failed start with a stack trace; we say it in words.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        // One line per storage request is for debugging.
        builder.Logging.AddFilter("Azure", LogLevel.Warning);
    }

    private static void AddTelemetry(WebApplicationBuilder builder)
    {
        var otlp = Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT");
        var insights = Environment.GetEnvironmentVariable(AzureMonitorExport.Variable);
        if (string.IsNullOrWhiteSpace(otlp) && string.IsNullOrWhiteSpace(insights))
        {
            return;
        }

        // The exporter reads its settings from the configuration, which is empty so far.
        var settings = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .Select(e => new KeyValuePair<string, string?>((string)e.Key, e.Value as string))
            .Where(e => e.Key.StartsWith("OTEL_", StringComparison.Ordinal));
        builder.Configuration.AddInMemoryCollection(settings);
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("mail-gateway").AddEnvironmentVariableDetector())
            .WithTracing(tracing => tracing.AddSource(Telemetry.Name))
            .WithMetrics(metrics => metrics.AddMeter(Telemetry.Name));
        if (!string.IsNullOrWhiteSpace(otlp))
        {
            telemetry.UseOtlpExporter();
        }

        if (!string.IsNullOrWhiteSpace(insights))
        {
            telemetry.UseAzureMonitorExporters(insights);
        }
    }
}
