namespace Mail.Transport;

/// <summary>A connection broke, or the other side does not speak SMTP. It is of no use any more.</summary>
internal sealed class ConnectionLostException(string reason, string status = "4.4.2", Exception? cause = null) : Exception(reason, cause)
{
    /// <summary>RFC 3463.</summary>
    public string Status => status;
}
