using Mail.Azure;
using Mail.Core;
using Microsoft.Extensions.Logging.Console;
using OpenTelemetry;
using OpenTelemetry.Resources;

namespace Mail.Functions;

/// <summary>Logs to the console; traces and metrics by OTLP and to Application Insights, where the environment names them.</summary>
internal static class ProcessTelemetry
{
    public static void Add(WebApplicationBuilder builder, ProcessSettings settings, IConfiguration environment)
    {
        AddLogs(builder.Logging, settings);
        var otlp = environment["OTEL_EXPORTER_OTLP_ENDPOINT"];
        var insights = environment[AzureMonitorExport.Variable];
        if (string.IsNullOrWhiteSpace(otlp) && string.IsNullOrWhiteSpace(insights))
        {
            return;
        }

        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("mail-functions").AddEnvironmentVariableDetector())
            .WithTracing(tracing => tracing.AddSource(Telemetry.Name))
            .WithMetrics(metrics => metrics.AddMeter(Telemetry.Name));
        if (!string.IsNullOrWhiteSpace(otlp))
        {
            telemetry.UseOtlpExporter();
        }

        if (!string.IsNullOrWhiteSpace(insights))
        {
            UseAzureMonitor(telemetry, insights);
        }
    }

    private static void UseAzureMonitor(OpenTelemetryBuilder telemetry, string connectionString)
    {
        try
        {
            telemetry.UseAzureMonitorExporters(connectionString);
        }
        catch (FormatException e)
        {
            throw new ConfigurationException(e.Message);
        }
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
