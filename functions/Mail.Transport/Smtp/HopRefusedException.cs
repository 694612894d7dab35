namespace Mail.Transport;

/// <summary>A server takes nothing from us at present, or we give it nothing: another one may be tried. It ends the opening of a connection.</summary>
internal sealed class HopRefusedException(string status, string reason, SmtpReply? reply = null, bool isPermanent = false) : Exception(reason)
{
    /// <summary>RFC 3463.</summary>
    public string Status => status;

    public SmtpReply? Reply => reply;

    public bool IsPermanent => isPermanent;
}
