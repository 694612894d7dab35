using Mail.Smtp;
using Microsoft.AspNetCore.Connections;

namespace Mail.Gateway;

/// <summary>A connection that holds one of our sessions, from its first octet on.</summary>
internal sealed class OpenSession(ConnectionContext connection, SmtpSessionInfo info, bool isTrusted, TimeProvider time)
{
    private readonly long _began = time.GetTimestamp();
    private volatile SmtpSession? _session;

    /// <summary>Nobody whom we know: not of the operator's networks, and has not authenticated.</summary>
    public bool IsStranger => !isTrusted && info.AuthenticatedUser is null;

    /// <summary>How long we have waited for it to get on; <c>null</c> while it is our turn.</summary>
    public TimeSpan? StalledFor => _session is { } session ? session.StalledFor : time.GetElapsedTime(_began);

    /// <summary>The handshake, if there was one, is over.</summary>
    public void Begins(SmtpSession session) => _session = session;

    public void Evict()
    {
        if (_session is { } session)
        {
            session.Evict();
        }
        else
        {
            connection.Abort(new ConnectionAbortedException("Room was needed for others."));
        }
    }
}
