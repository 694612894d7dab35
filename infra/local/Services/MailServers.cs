using System.Diagnostics;
using System.Globalization;
using System.Net;
using Mail.Local.Processes;
using Mail.Local.Settings;

namespace Mail.Local.Services;

/// <summary>The two processes of ours: the SMTP gateway and the functions.</summary>
/// <param name="certificate">Ours; <c>null</c> when the environment names another.</param>
internal sealed class MailServers(
    IReadOnlyDictionary<PortSetting, int> ports, StateFolder state, string connectionString, DemoCertificate? certificate, LocalKeys keys, HttpClient http)
{
    public ServiceDefinition Gateway => new()
    {
        Name = "gateway",
        Command = () => Command(Programs.Gateway),
        IsReadyAsync = token => IsOkAsync(ports[PortSetting.Health], "/health/ready", token),
        // It gives messages that are arriving 30 s.
        StopTimeout = TimeSpan.FromSeconds(35),
    };

    private const string SendsNothing = "AzureWebJobs_Outbound_Disabled";

    public ServiceDefinition Functions => new()
    {
        Name = "functions",
        Command = () => Command(Programs.Functions),
        IsReadyAsync = token => IsOkAsync(ports[PortSetting.Functions], "/api/health", token),
        StopTimeout = TimeSpan.FromSeconds(35),
    };

    /// <summary>Everything that the processes read; OTEL_* and the like pass through from our own environment.</summary>
    public IEnumerable<KeyValuePair<string, string>> Environment =>
    [
        new("MAIL_STORAGE", connectionString),
        new("MAIL_LISTEN", "127.0.0.1"), // the demo passwords are known to everybody
        new("MAIL_GATEWAY_STATE", state.Gateway),
        // Everything listens on loopback, where nobody reads along.
        new("MAIL_AUTH_WITHOUT_TLS", System.Environment.GetEnvironmentVariable("MAIL_AUTH_WITHOUT_TLS") ?? "loopback"),
        // A demo does not write to the world: what is for others stays in queue outbound.
        new(SendsNothing, System.Environment.GetEnvironmentVariable(SendsNothing) ?? "true"),
        .. certificate?.Environment ?? [],
        // MAIL_KEY and MAIL_SRS_SECRET of our own environment win over files.
        .. keys.Environment.Where(setting => string.IsNullOrEmpty(System.Environment.GetEnvironmentVariable(setting.Key))),
        .. Announced,
        .. ports.Select(p => KeyValuePair.Create(p.Key.Variable, p.Value.ToString(CultureInfo.InvariantCulture))),
    ];

    /// <summary>What mail programs are told, unless the environment says otherwise: a name that is in the certificate, and the ports of this run.</summary>
    private IEnumerable<KeyValuePair<string, string>> Announced => new KeyValuePair<string, string>[]
    {
        new("MAIL_PUBLIC_HOSTNAME", "localhost"),
        new("MAIL_PUBLIC_SUBMISSION_PORT", ports[PortSetting.Submission].ToString(CultureInfo.InvariantCulture)),
        new("MAIL_PUBLIC_SUBMISSIONS_PORT", ports[PortSetting.Submissions].ToString(CultureInfo.InvariantCulture)),
    }.Where(setting => string.IsNullOrEmpty(System.Environment.GetEnvironmentVariable(setting.Key)));

    private ProcessStartInfo Command(string program)
    {
        var command = new ProcessStartInfo(program) { WorkingDirectory = state.Root };
        foreach (var (name, value) in Environment)
            command.Environment[name] = value;
        // StartupHook of this assembly makes the process end when we do.
        command.Environment["DOTNET_STARTUP_HOOKS"] = typeof(MailServers).Assembly.Location;
        return command;
    }

    private async Task<bool> IsOkAsync(int port, string path, CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(new Uri($"http://127.0.0.1:{port}{path}"), cancellationToken);
        return response.StatusCode == HttpStatusCode.OK;
    }
}
