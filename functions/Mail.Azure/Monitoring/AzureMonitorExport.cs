using Azure.Core;
using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using OpenTelemetry;

namespace Mail.Azure;

/// <summary>Sends traces and metrics to Application Insights, with the identity of the process (role "Monitoring Metrics Publisher").</summary>
public static class AzureMonitorExport
{
    /// <summary>The environment variable that names the component: what the portal shows as its connection string. It is no secret.</summary>
    public const string Variable = "APPLICATIONINSIGHTS_CONNECTION_STRING";

    /// <param name="connectionString">As in <see cref="Variable"/>.</param>
    /// <exception cref="FormatException">It is no connection string of a component; the message says what to set.</exception>
    public static OpenTelemetryBuilder UseAzureMonitorExporters(this OpenTelemetryBuilder telemetry, string connectionString)
    {
        if (!connectionString.Contains("InstrumentationKey=", StringComparison.OrdinalIgnoreCase))
        {
            throw new FormatException($"{Variable} is not the connection string of an Application Insights component: it begins with InstrumentationKey=.");
        }

        TokenCredential identity = new DefaultAzureCredential();
        return telemetry
            .WithTracing(tracing => tracing.AddAzureMonitorTraceExporter(options => Set(options, connectionString, identity)))
            .WithMetrics(metrics => metrics.AddAzureMonitorMetricExporter(options => Set(options, connectionString, identity)));
    }

    private static void Set(AzureMonitorExporterOptions options, string connectionString, TokenCredential identity) =>
        (options.ConnectionString, options.Credential) = (connectionString, identity);
}
