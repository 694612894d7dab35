using System.Net;
using Mail.Core;

namespace Mail.Gateway;

/// <summary>The settings of the process. <see cref="GatewaySettings"/> reads them from the command line and the environment.</summary>
public sealed record GatewayOptions
{
    /// <summary>A connection string, or an account URL for Entra identity.</summary>
    public string Storage { get; init; } = "UseDevelopmentStorage=true";

    /// <summary>Our name in the greeting and in <c>Received:</c>; A-labels.</summary>
    public required string HostName { get; init; }

    /// <summary>Loopback unless told otherwise: nothing listens to the world by accident.</summary>
    public IPAddress Listen { get; init; } = IPAddress.Loopback;

    /// <summary>0 takes any free port.</summary>
    public int SmtpPort { get; init; } = 2525;

    /// <summary>0 takes any free port.</summary>
    public int HealthPort { get; init; } = 2580;

    /// <summary>Octets of content. Postfix's default is 10 MiB; 50 MiB is what the large mailbox providers take, roughly.</summary>
    public long MessageSizeLimit { get; init; } = 50 * 1024 * 1024;

    /// <summary>For the in-doubt journal, this process's own; <c>null</c> for none.</summary>
    public string? StateFolder { get; init; }

    /// <summary>Who gets the mail for this host's postmaster; <c>null</c> for postmaster@ our host name, if that is somebody.</summary>
    public MailAddress? Postmaster { get; init; }

    /// <summary>A session costs some 130 KiB of buffers while it moves data, next to nothing while it is idle.</summary>
    public int MaxSessions { get; init; } = 1000;

    /// <summary>Postfix's <c>smtpd_client_connection_count_limit</c>.</summary>
    public int MaxSessionsPerAddress { get; init; } = 50;

    /// <summary>How long messages that are arriving may take to finish after a signal to stop. Azure Container Apps kills after 30 s by default.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The operator's own machines (Postfix's <c>mynetworks</c>, without relaying): no questions to the DNS about them, no greylisting, no limits
    /// for strangers.
    /// </summary>
    public NetworkList TrustedNetworks { get; init; } = NetworkList.Loopback;

    /// <summary>Who may send mail to other domains without AUTH. Nobody unless told otherwise.</summary>
    public NetworkList RelayNetworks { get; init; } = NetworkList.None;

    /// <summary>The proxies that begin each connection with a PROXY header. Nobody unless told otherwise.</summary>
    public NetworkList ProxyNetworks { get; init; } = NetworkList.None;

    /// <summary>Who may say with XCLIENT that it is somebody else. Nobody unless told otherwise.</summary>
    public NetworkList XClientNetworks { get; init; } = NetworkList.None;

    /// <summary>The resolvers to ask; empty for those of the system.</summary>
    public IReadOnlyList<IPEndPoint> DnsServers { get; init; } = [];

    /// <summary>One JSON object per log line in place of a line for people.</summary>
    public bool JsonLog { get; init; }
}
