using System.Net;

namespace Mail.Gateway;

/// <summary>From where a connection comes to who the client is.</summary>
internal sealed class ClientAddresses(GatewayOptions options, ILogger<ClientAddresses> logger)
{
    private int _hasWarned;

    /// <param name="remote">Of the connection, or what its PROXY header named.</param>
    /// <returns><c>null</c> when it is an edge that hides its clients: then the client is nobody whom we know, neither good nor bad.</returns>
    public IPAddress? Of(EndPoint? remote)
    {
        var address = remote switch
        {
            // A socket that listens on :: sees IPv4 clients as ::ffff:192.0.2.1.
            IPEndPoint { Address: { IsIPv4MappedToIPv6: true } mapped } => mapped.MapToIPv4(),
            IPEndPoint { Address: var plain } => plain,
            _ => null,
        };
        if (options.HiddenNetworks.Contains(address))
        {
            return null;
        }

        WarnAbout(address);
        return address;
    }

    // A proxy or sidecar on this machine makes the whole world 127.0.0.1, and that is trusted. Nothing but the operator can tell it from his own programs.
    private void WarnAbout(IPAddress? address)
    {
        if (address is not null
            && IPAddress.IsLoopback(address)
            && !IPAddress.IsLoopback(options.Listen)
            && options.TrustedNetworks.Contains(address)
            && Interlocked.Exchange(ref _hasWarned, 1) == 0)
        {
            ClientsLog.TrustedLoopback(logger, address, options.Listen);
        }
    }
}
