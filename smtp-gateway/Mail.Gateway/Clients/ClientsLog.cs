using System.Net;

namespace Mail.Gateway;

/// <summary>Log lines about clients and their connections: events 190 to 199.</summary>
internal static partial class ClientsLog
{
    [LoggerMessage(190, LogLevel.Warning, "proxy=[{Proxy}]: no PROXY header came in time, or not a good one: connection closed. Is MAIL_PROXY_NETWORKS right?")]
    public static partial void NoProxyHeader(ILogger logger, IPAddress proxy);

    [LoggerMessage(191, LogLevel.Warning, "{Sessions} sessions are open: {Evicted} that kept us waiting for more than {Seconds:F1} s are ended")]
    public static partial void Relieved(ILogger logger, int sessions, int evicted, double seconds);

    [LoggerMessage(192, LogLevel.Warning, "A client comes from [{Address}], which is trusted and has no limits, while we listen on {Listen}. If a proxy or sidecar on this machine passes the world on to us, set MAIL_PROXY_NETWORKS (it sends a PROXY header) or MAIL_HIDDEN_NETWORKS (it does not)")]
    public static partial void TrustedLoopback(ILogger logger, IPAddress address, IPAddress listen);
}
