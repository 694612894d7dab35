using System.Globalization;
using System.Net;
using Mail.Azure;
using Mail.Core;
using Mail.Processing;
using Mail.Scanning;

namespace Mail.Functions;

/// <summary>The settings of this process, from environment variables, checked before anything starts.</summary>
public sealed record ProcessSettings
{
    /// <summary>The port that the Functions host chose for us; <c>null</c> when there is no host: standalone.</summary>
    public required int? CustomHandlerPort { get; init; }

    /// <summary>Where <c>host.json</c> and the function folders are.</summary>
    public required string AppRoot { get; init; }

    /// <summary>MAIL_STORAGE: a connection string, or an account URL, which means Entra identity.</summary>
    public required string Storage { get; init; }

    /// <summary>MAIL_OUTBOUND_QUEUE and MAIL_SERVICEBUS; <c>null</c> when queue <c>outbound</c> is on the storage account.</summary>
    public ServiceBusOptions? OutboundServiceBus { get; init; }

    /// <summary>MAIL_LISTEN and MAIL_FUNCTIONS_PORT; 0 takes any free port. Standalone only.</summary>
    public required IPEndPoint Listen { get; init; }

    /// <summary>MAIL_LOG_FORMAT=json.</summary>
    public required bool LogsJson { get; init; }

    public required EngineOptions Engine { get; init; }

    public required FlowOptions Flow { get; init; }

    /// <summary>What mail programs are told: MAIL_PUBLIC_HOSTNAME, MAIL_PUBLIC_SUBMISSION_PORT, MAIL_PUBLIC_SUBMISSIONS_PORT.</summary>
    public required AnnouncedServices Announced { get; init; }

    /// <summary>MAIL_RSPAMD_PASSWORD.</summary>
    public RspamdOptions Rspamd { get; init; } = new();

    public bool IsUnderHost => CustomHandlerPort is not null;

    /// <exception cref="ConfigurationException">A value cannot be used; says what to set.</exception>
    public static ProcessSettings Read(IConfiguration environment, string executableFolder)
    {
        var handlerPort = environment[CustomHandlerPortName] ?? environment[LegacyHandlerPortName];
        var defaults = new EngineOptions();
        var flow = ReadFlow(environment);
        return new ProcessSettings
        {
            CustomHandlerPort = handlerPort is null ? null : Number(CustomHandlerPortName, handlerPort, 1, IPEndPoint.MaxPort),
            AppRoot = FindAppRoot(environment["FUNCTIONS_APP_ROOT_PATH"], executableFolder),
            Storage = Text(environment, "MAIL_STORAGE") ?? "UseDevelopmentStorage=true",
            OutboundServiceBus = ReadServiceBus(environment),
            Listen = new IPEndPoint(
                Address(Text(environment, "MAIL_LISTEN")),
                Number("MAIL_FUNCTIONS_PORT", Text(environment, "MAIL_FUNCTIONS_PORT") ?? "7071", 0, IPEndPoint.MaxPort)),
            LogsJson = LogFormat(Text(environment, "MAIL_LOG_FORMAT")),
            Engine = new EngineOptions
            {
                Drain = Seconds(environment, "MAIL_DRAIN_SECONDS", 0, 600, defaults.Drain),
                QueueLease = Seconds(environment, "MAIL_QUEUE_LEASE_SECONDS", 10, 3600, defaults.QueueLease),
            },
            Flow = flow,
            Announced = ReadAnnounced(environment, flow.HostName),
            Rspamd = new RspamdOptions { Password = Text(environment, "MAIL_RSPAMD_PASSWORD") ?? "" },
        };
    }

    /// <summary>Whether a Functions host has started us, known before any setting is checked: it decides what an exit code means.</summary>
    public static bool HasHost(IConfiguration environment) =>
        environment[CustomHandlerPortName] is not null || environment[LegacyHandlerPortName] is not null;

    private const string CustomHandlerPortName = "FUNCTIONS_CUSTOMHANDLER_PORT";
    private const string LegacyHandlerPortName = "FUNCTIONS_HTTPWORKER_PORT";

    private static FlowOptions ReadFlow(IConfiguration environment)
    {
        var options = new FlowOptions();
        return Text(environment, "MAIL_HOSTNAME") is { } name ? options with { HostName = name.ToLowerInvariant() } : options;
    }

    private static ServiceBusOptions? ReadServiceBus(IConfiguration environment) =>
        ServiceBusOptions.TryRead(name => environment[name], out var options, out var error) ? options : throw new ConfigurationException(error);

    private static AnnouncedServices ReadAnnounced(IConfiguration environment, string hostName) =>
        AnnouncedServices.TryRead(name => environment[name], hostName, out var services, out var error)
            ? services
            : throw new ConfigurationException(error + ".");

    /// <summary>The folder that the host names, when it holds a host.json; otherwise where the executable is: that is how it is published.</summary>
    private static string FindAppRoot(string? named, string executableFolder) =>
        named is not null && File.Exists(Path.Combine(named, HostJson.FileName)) ? named : executableFolder;

    private static IPAddress Address(string? text)
    {
        if (text is null)
        {
            return IPAddress.Loopback;
        }

        return IPAddress.TryParse(text, out var address)
            ? address
            : throw new ConfigurationException($"MAIL_LISTEN is '{text}', expected an IP address such as 127.0.0.1 or 0.0.0.0.");
    }

    private static bool LogFormat(string? text) => text switch
    {
        null or "simple" => false,
        "json" => true,
        _ => throw new ConfigurationException($"MAIL_LOG_FORMAT is '{text}', expected simple or json."),
    };

    private static TimeSpan Seconds(IConfiguration environment, string name, int min, int max, TimeSpan otherwise) =>
        Text(environment, name) is { } text ? TimeSpan.FromSeconds(Number(name, text, min, max)) : otherwise;

    private static int Number(string name, string text, int min, int max) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max
            ? value
            : throw new ConfigurationException($"{name} is '{text}', expected a number from {min} to {max}.");

    private static string? Text(IConfiguration environment, string name) =>
        environment[name] is { } text && text.Trim() is { Length: > 0 } trimmed ? trimmed : null;
}
