using Mail.Core;
using Microsoft.Extensions.Logging.Console;
using OpenTelemetry;
using OpenTelemetry.Resources;

namespace Mail.Functions;

/// <summary>Logs to the console; traces and metrics by OTLP when an endpoint is set.</summary>
internal static class ProcessTelemetry
{
    public static void Add(WebApplicationBuilder builder, ProcessSettings settings, IConfiguration environment)
    {
        AddLogs(builder.Logging, settings);
        if (string.IsNullOrWhiteSpace(environment["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            return;
        }

        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("mail-functions").AddEnvironmentVariableDetector())
            .WithTracing(tracing => tracing.AddSource(Telemetry.Name))
            .WithMetrics(metrics => metrics.AddMeter(Telemetry.Name))
            .UseOtlpExporter();
    }

    private static void AddLogs(ILoggingBuilder logging, ProcessSettings settings)
    {
        logging.SetMinimumLevel(LogLevel.Information)
            .AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
            .AddFilter("Azure", LogLevel.Warning);
        if (settings.LogsJson)
        {
            logging.AddJsonConsole(json => json.IncludeScopes = true);
        }
        else
        {
            logging.AddSimpleConsole(line =>
            {
                line.SingleLine = true;
                line.IncludeScopes = true;
                line.ColorBehavior = LoggerColorBehavior.Disabled;
                line.TimestampFormat = settings.IsUnderHost ? null : "yyyy-MM-ddTHH:mm:ss.fffZ ";
                line.UseUtcTimestamp = true;
            });
        }

        if (settings.IsUnderHost)
        {
            // The Functions host takes stdout for Information, and stderr for Error, or Warning when the line says "warn".
            logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Warning);
        }
    }
}
