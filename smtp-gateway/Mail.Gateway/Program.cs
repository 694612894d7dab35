using System.Net.Sockets;
using Mail.Azure;
using Mail.Core;
using Mail.Dns;
using Mail.Gateway;
using Microsoft.AspNetCore.Connections;

const int Stopped = 0;
const int CouldNotStart = 1;
const int BadSettings = 2;

if (args.Contains("--help"))
{
    Console.Out.Write(GatewaySettings.Help);
    return Stopped;
}

var isQuestion = args.Contains("--check-health");
var (options, problems) = GatewaySettings.Read([.. args.Where(arg => arg != "--check-health")], Environment.GetEnvironmentVariable);
if (options is null)
{
    return Refuse(BadSettings, problems);
}

if (isQuestion)
{
    var (isWell, words) = await HealthQuestion.AskAsync(HealthEndpoint.UrlOf(options), CancellationToken.None);
    Console.Out.WriteLine(words);
    return isWell ? Stopped : CouldNotStart;
}

GatewayServer server;
try
{
    options = await GatewaySecrets.ReadAsync(options, new KeyVaultSecrets(new StorageOptions()), CancellationToken.None);
    server = new GatewayServer(options, loggers => PortsOf(options, loggers), TimeProvider.System);
}
catch (FormatException e)
{
    return Refuse(BadSettings, [e.Message]);
}
catch (Exception e) when (e is StorageUnavailableException or IOException or UnauthorizedAccessException)
{
    return Refuse(CouldNotStart, [$"{e.Message} {SrsSecrets.Variable}, {SrsSecrets.FileVariable} or MAIL_AUTH_SECRET names it."]);
}

await using var running = server;
try
{
    await server.StartAsync(CancellationToken.None);
}
catch (CertificateException e)
{
    return Refuse(BadSettings, [$"{e.Message} MAIL_TLS_CERTIFICATE names it."]);
}
catch (FormatException e)
{
    return Refuse(BadSettings, [e.Message]);
}
catch (Exception e) when (e is IOException or SocketException)
{
    return Refuse(CouldNotStart, [Explain(e, options)]);
}

// Scripts read these lines: with port 0 they are the only way to know the port.
foreach (var (name, endPoint) in server.Listening)
{
    Console.Out.WriteLine($"listening {name} {endPoint}");
}

await server.WaitAsync(CancellationToken.None);
return Stopped;

static GatewayPorts PortsOf(GatewayOptions options, ILoggerFactory loggers)
{
    var storage = new AzureStorage(new StorageOptions { Connection = options.Storage }, TimeProvider.System, loggers);
    return new GatewayPorts
    {
        Spool = storage.Spool,
        Log = storage.Log,
        Directory = storage.Directory,
        Queues = storage.Queues,
        Settings = storage.Settings,
        Secrets = new KeyVaultSecrets(new StorageOptions()),
        Dns = new DnsResolver(new DnsOptions { Servers = options.DnsServers }, TimeProvider.System),
        AccessRules = storage.AccessRules,
        Rejects = storage.Rejects,
        Greylist = storage.Greylist,
        Credentials = storage.Credentials,
        SenderGrants = storage.SenderGrants,
    };
}

static int Refuse(int exitCode, IEnumerable<string> lines)
{
    foreach (var line in lines)
    {
        Console.Error.WriteLine($"Mail.Gateway: {line}");
    }

    return exitCode;
}

static string Explain(Exception error, GatewayOptions options) => error switch
{
    { InnerException: AddressInUseException } =>
        $"{error.Message.TrimEnd('.')}. Another program listens there: stop it, or set --smtp-port, --submission-port, "
        + "--submissions-port or --health-port (MAIL_SMTP_PORT and so on) to a free port; 0 takes any.",
    SocketException { SocketErrorCode: SocketError.AccessDenied } =>
        $"Not allowed to listen on {options.Listen}, ports {options.SmtpPort}, {options.SubmissionPort}, {options.SubmissionsPort} and {options.HealthPort}: those below 1024 need a privilege.",
    SocketException { SocketErrorCode: SocketError.AddressNotAvailable } =>
        $"{options.Listen} is not an address of this machine: set --listen (MAIL_LISTEN) to one that is, or to 0.0.0.0.",
    _ => $"Could not start: {error.Message}",
};
