using System.Globalization;
using System.Net;
using Mail.Core;
using Mail.Dns;
using Mail.Smtp;

namespace Mail.Gateway;

/// <summary>The settings by name, and how they are read: command line first, then environment, then the default.</summary>
internal static class GatewaySettings
{
    /// <summary>Characters of MAIL_AUTH_SECRET: what is shorter could be tried out.</summary>
    public const int MinAuthSecret = 16;

    private const string Networks = "a list of addresses and networks such as 10.0.0.0/8, 2001:db8::/32 or 192.0.2.1, or none";

    public static IReadOnlyList<Setting> All { get; } =
    [
        new(null, "MAIL_STORAGE", "STORE", "connection string, or account URL for Entra identity; default UseDevelopmentStorage=true",
            "a storage connection string or an account URL", (o, v) => o with { Storage = v }),
        new("--hostname", "MAIL_HOSTNAME", "NAME", "our name in the greeting and in Received fields; default the machine's host name",
            "a host name such as mail.example.com",
            (o, v) => MailAddressParser.TryParseDomain(v, out var domain, out _) ? o with { HostName = domain } : null),
        new("--listen", "MAIL_LISTEN", "ADDRESS", "the address to listen on; 0.0.0.0 or :: for all; default 127.0.0.1",
            "an IP address of this machine, 0.0.0.0 or ::", (o, v) => IPAddress.TryParse(v, out var address) ? o with { Listen = address } : null),
        new("--smtp-port", "MAIL_SMTP_PORT", "PORT", "SMTP; 0 takes any free port; default 2525",
            "a port, 0 to 65535", (o, v) => Number(v, 0, 65535) is { } port ? o with { SmtpPort = (int)port } : null),
        new("--submission-port", "MAIL_SUBMISSION_PORT", "PORT", "submission by mail clients, with STARTTLS; 0 takes any free port; default 2587",
            "a port, 0 to 65535", (o, v) => Number(v, 0, 65535) is { } port ? o with { SubmissionPort = (int)port } : null),
        new("--submissions-port", "MAIL_SUBMISSIONS_PORT", "PORT", "submission by mail clients, TLS from the start; 0 takes any free port; default 2465",
            "a port, 0 to 65535", (o, v) => Number(v, 0, 65535) is { } port ? o with { SubmissionsPort = (int)port } : null),
        new("--tls-certificate", "MAIL_TLS_CERTIFICATE", "LIST",
            "PEM (with chain) or PKCS#12 files, or keyvault:URL, separated by commas; the first is the default, others by name; default none, no TLS",
            "a list of certificates", (o, v) => o with { TlsCertificate = v }),
        new("--tls-key", "MAIL_TLS_KEY", "LIST", "PEM files of their keys, in the same order; default: each key is in the file of its certificate",
            "a list of files", (o, v) => o with { TlsKey = v }),
        new(Option: null, "MAIL_TLS_PASSWORD", "PASSWORD", "of PKCS#12 files and encrypted keys; not an option, because everybody sees those",
            "a password", (o, v) => o with { TlsPassword = new Secret(v) }),
        new("--auth-without-tls", "MAIL_AUTH_WITHOUT_TLS", "WHERE", "loopback: clients on this machine may authenticate unencrypted; default never",
            "loopback or never", (o, v) => v is "loopback" or "never" ? o with { AuthWithoutTlsOnLoopback = v == "loopback" } : null),
        new("--health-port", "MAIL_HEALTH_PORT", "PORT", "/health/live and /health/ready; 0 takes any free port; default 2580",
            "a port, 0 to 65535", (o, v) => Number(v, 0, 65535) is { } port ? o with { HealthPort = (int)port } : null),
        new("--health-listen", "MAIL_HEALTH_LISTEN", "ADDRESS", "the address for that; a platform's probes need 0.0.0.0 or ::; default 127.0.0.1",
            "an IP address of this machine, 0.0.0.0 or ::",
            (o, v) => IPAddress.TryParse(v, out var address) ? o with { HealthListen = address } : null),
        new("--message-size-limit", "MAIL_MESSAGE_SIZE_LIMIT", "OCTETS", "largest message; default 52428800",
            $"a number of octets, {SmtpServerOptions.SmallestMessageSizeLimit} to {int.MaxValue}",
            (o, v) => Number(v, SmtpServerOptions.SmallestMessageSizeLimit, int.MaxValue) is { } size ? o with { MessageSizeLimit = size } : null),
        new("--state", "MAIL_GATEWAY_STATE", "FOLDER", "folder of this process alone for the in-doubt journal; default mail-cloud/gateway in the user's data folder",
            "a folder", (o, v) => o with { StateFolder = v }),
        new("--postmaster", "MAIL_POSTMASTER", "ADDRESS", "who gets mail for postmaster of this host; default postmaster@NAME",
            "a mail address", (o, v) => MailAddressParser.TryParse(v, out var address, out _) ? o with { Postmaster = address } : null),
        new("--max-sessions", "MAIL_MAX_SESSIONS", "COUNT", "sessions at once; default 1000",
            "a number, 1 to 100000", (o, v) => Number(v, 1, 100_000) is { } count ? o with { MaxSessions = (int)count } : null),
        new("--max-sessions-per-address", "MAIL_MAX_SESSIONS_PER_ADDRESS", "COUNT", "sessions at once from one address, loopback excepted; default 50",
            "a number, 1 to 100000", (o, v) => Number(v, 1, 100_000) is { } count ? o with { MaxSessionsPerAddress = (int)count } : null),
        new("--trusted-networks", "MAIL_TRUSTED_NETWORKS", "NETWORKS", "the operator's own machines: no DNS checks, no greylisting, no limits for strangers; no relaying either; default loopback",
            Networks, (o, v) => NetworkList.TryParse(v, out var list) ? o with { TrustedNetworks = list } : null),
        new("--relay-networks", "MAIL_RELAY_NETWORKS", "NETWORKS", "who may send to other domains without AUTH; default none",
            Networks, (o, v) => NetworkList.TryParse(v, out var list) ? o with { RelayNetworks = list } : null),
        new("--proxy-networks", "MAIL_PROXY_NETWORKS", "NETWORKS", "proxies that begin each connection with a PROXY header; default none",
            Networks, (o, v) => NetworkList.TryParse(v, out var list) ? o with { ProxyNetworks = list } : null),
        new("--hidden-networks", "MAIL_HIDDEN_NETWORKS", "NETWORKS",
            "edges that connect in place of clients without saying for whom (a TCP ingress without PROXY header): whoever comes from there is unknown; default none",
            Networks, (o, v) => NetworkList.TryParse(v, out var list) ? o with { HiddenNetworks = list } : null),
        new("--xclient-networks", "MAIL_XCLIENT_NETWORKS", "NETWORKS", "who may use XCLIENT, for tests and filters; default none",
            Networks, (o, v) => NetworkList.TryParse(v, out var list) ? o with { XClientNetworks = list } : null),
        new("--dns-servers", "MAIL_DNS_SERVERS", "SERVERS", "recursive DNS resolvers, at most three; default those of the system",
            "a list of at most three addresses such as 192.0.2.53 or [2001:db8::53]:5353",
            (o, v) => DnsOptions.TryParseServers(v, out var servers) ? o with { DnsServers = servers } : null),
        new("--drain-seconds", "MAIL_DRAIN_SECONDS", "SECONDS", "how long arriving messages may take to finish when told to stop; default 30",
            "a number of seconds, 0 to 3600",
            (o, v) => Number(v, 0, 3600) is { } seconds ? o with { DrainTimeout = TimeSpan.FromSeconds(seconds) } : null),
        new(Option: null, "MAIL_AUTH_SECRET", "TEXT",
            "makes what SCRAM tells about names that nobody has; the same for all gateways; or a vault's URL; default: from the storage account's key",
            $"a text of {MinAuthSecret} characters or more, or the https URL of a vault's secret",
            (o, v) => v.Length >= MinAuthSecret ? o with { AuthSecret = new Secret(v) } : null),
        new(Option: null, SrsSecrets.Variable, "TEXT",
            "the secret of SRS addresses, the functions' own: by it bounces of forwarded mail find their way back; several with commas, the newest first; or a vault's URL",
            $"a secret of {SrsSecrets.MinLength} characters or more, or the https URL of a vault's secret",
            (o, v) => o with { SrsSecret = new Secret(v) }),
        new("--srs-secret-file", SrsSecrets.FileVariable, "FILE", "a file that holds that secret; default none", "a file", (o, v) => o with { SrsSecretFile = v }),
        new("--scram-plus", "MAIL_SCRAM_PLUS", "SWITCH",
            "on: offer SCRAM-SHA-256-PLUS, bound by tls-server-end-point; some clients know only other bindings and could not log in; default off",
            "on or off", (o, v) => v is "on" or "off" ? o with { ScramPlus = v == "on" } : null),
        new("--oauth-issuer", "MAIL_OAUTH_ISSUER", "URL",
            "take access tokens of this issuer (OAUTHBEARER, XOAUTH2), such as https://login.microsoftonline.com/TENANT/v2.0; default none",
            "an https URL as the tokens' iss has it; http on this machine only", (o, v) => TokenOptions.IsIssuer(v) ? o with { OAuthIssuer = v } : null),
        new("--oauth-audience", "MAIL_OAUTH_AUDIENCE", "TEXT", "the aud of tokens for us, for Entra the application's id",
            "a text", (o, v) => o with { OAuthAudience = v }),
        new("--oauth-scope", "MAIL_OAUTH_SCOPE", "TEXT", "a scope that tokens must have (scp or scope); default any",
            "a text", (o, v) => o with { OAuthScope = v }),
        new("--oauth-claim", "MAIL_OAUTH_CLAIM", "NAME",
            "the claim with the mailbox address; default the first of preferred_username, email if verified, upn", "a text", (o, v) => o with { OAuthClaim = v }),
        new("--log-format", "MAIL_LOG_FORMAT", "FORMAT", "simple (lines for people) or json; default simple",
            "simple or json", (o, v) => v is "simple" or "json" ? o with { JsonLog = v == "json" } : null),
    ];

    /// <summary>The text of --help.</summary>
    public static string Help =>
        "Usage: Mail.Gateway [OPTION VALUE]...\n"
        + "Receives mail by SMTP and puts it into the spool.\n\n"
        + string.Concat(All.Select(s => $"  {(s.Option is null ? s.Variable : $"{s.Option} {s.Value}  ({s.Variable})")}\n      {s.Help}\n"))
        + "  --check-health\n      ask the gateway that runs here with these settings whether it is ready; 0 yes, 1 no: for a container's health check\n"
        + "  --help\n      this text\n\n"
        + "OpenTelemetry is exported when OTEL_EXPORTER_OTLP_ENDPOINT is set, by the standard OTEL_ variables, and to Application Insights\n"
        + "when APPLICATIONINSIGHTS_CONNECTION_STRING is set, with the identity of the process.\n"
        + "Exit code: 0 stopped by a signal, 1 could not start, 2 settings are no good.\n";

    /// <summary>Reads all settings.</summary>
    /// <param name="variable">The environment.</param>
    /// <returns>The options, or each problem in a line that says what to set; exactly one of the two is there.</returns>
    public static (GatewayOptions? Options, IReadOnlyList<string> Problems) Read(IReadOnlyList<string> args, Func<string, string?> variable)
    {
        var problems = new List<string>();
        var given = ReadArguments(args, problems);
        var options = Defaults();
        foreach (var setting in All)
        {
            var value = setting.Option is null ? null : given.GetValueOrDefault(setting.Option);
            var name = value is null ? setting.Variable : setting.Option;
            value ??= variable(setting.Variable);
            if (!string.IsNullOrEmpty(value))
            {
                var next = setting.Apply(options, value);
                options = next ?? options;
                if (next is null)
                {
                    // A secret is not shown, a bad one neither: this goes into a log.
                    problems.Add(setting.Option is null ? $"{name} is not {setting.Expected}." : $"{name} is '{value}', which is not {setting.Expected}.");
                }
            }
        }

        if ((options.OAuthIssuer is null) != (options.OAuthAudience is null))
        {
            problems.Add("MAIL_OAUTH_ISSUER and MAIL_OAUTH_AUDIENCE go together: set both, or neither.");
        }

        if (options.HostName.Length == 0)
        {
            problems.Add("This machine's host name is not a domain name: set MAIL_HOSTNAME or --hostname, for example mail.example.com.");
        }

        return problems.Count == 0 ? (options, problems) : (null, problems);
    }

    private static GatewayOptions Defaults()
    {
        var data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        return new GatewayOptions
        {
            HostName = MailAddressParser.TryParseDomain(Environment.MachineName, out var domain, out _) ? domain : "",
            StateFolder = data.Length == 0 ? null : Path.Combine(data, "mail-cloud", "gateway"),
        };
    }

    // "--name value" and "--name=value".
    private static Dictionary<string, string?> ReadArguments(IReadOnlyList<string> args, List<string> problems)
    {
        var given = new Dictionary<string, string?>();
        for (var i = 0; i < args.Count; i++)
        {
            var parts = args[i].Split('=', 2);
            var name = parts[0];
            if (All.All(s => s.Option != name))
            {
                problems.Add($"Unknown argument '{name}': see --help.");
            }
            else if (parts.Length == 2)
            {
                given[name] = parts[1];
            }
            else if (++i < args.Count)
            {
                given[name] = args[i];
            }
            else
            {
                problems.Add($"{name} needs a value: see --help.");
            }
        }

        return given;
    }

    private static long? Number(string text, long min, long max) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max ? number : null;
}
