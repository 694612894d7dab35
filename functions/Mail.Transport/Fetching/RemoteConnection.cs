using System.Net;
using System.Net.Security;

namespace Mail.Transport;

/// <summary>A connection to a server of remote mailboxes, protected as the account asks, at the server's greeting.</summary>
/// <param name="Stream">For the client library, which talks no TLS of its own.</param>
/// <param name="Tls"><c>null</c> for a plain connection.</param>
internal sealed record RemoteConnection(LimitedStream Stream, IPAddress Address, SslStream? Tls) : IDisposable
{
    public void Dispose() => Stream.Dispose();
}
