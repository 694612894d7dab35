namespace Mail.Smtp;

/// <content>Clients that hold a session and get nowhere, for a program whose sessions run short.</content>
public sealed partial class SmtpSession
{
    // So much content is progress: a slow line's few seconds, and far more than who sends an octet a second has in an hour.
    private const int ProgressOctets = 4096;

    private volatile ClientWait _wait;
    private volatile bool _isEvicted;
    private long _progress;
    private long _octets;

    /// <summary>
    /// How long the client has kept us waiting since its last whole command or its last 4 KiB of content; <c>null</c> while it is our turn. From
    /// any thread.
    /// </summary>
    public TimeSpan? StalledFor => _wait == ClientWait.None ? null : _time.GetElapsedTime(Volatile.Read(ref _progress));

    /// <summary>
    /// Ends the session with 421 4.3.2 when it waits for the client, or will next; a message that has not come whole is aborted. From any
    /// thread, as often as wanted, before <see cref="RunAsync"/> has completed.
    /// </summary>
    public void Evict()
    {
        _isEvicted = true;
        if (_wait is ClientWait.Flush or ClientWait.Handshake)
        {
            // It does not read, or there is no common language yet: there is no telling it.
            Abort();
        }
        else
        {
            _connection.Wake();
        }
    }

    private void Progress()
    {
        _octets = 0;
        Volatile.Write(ref _progress, _time.GetTimestamp());
    }

    private void ProgressBy(long octets)
    {
        _octets += octets;
        if (_octets >= ProgressOctets)
        {
            Progress();
        }
    }
}
