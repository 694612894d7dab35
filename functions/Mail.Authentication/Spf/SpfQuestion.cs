using System.Net;

namespace Mail.Authentication;

/// <summary>Whom <c>check_host()</c> is asked about (RFC 7208 §4.1).</summary>
/// <param name="Client">Of the SMTP client.</param>
/// <param name="Sender">MAIL FROM, or <c>postmaster@</c> the HELO name.</param>
/// <param name="Helo">Empty when there was none.</param>
/// <param name="Receiver">Our own name.</param>
internal sealed record SpfQuestion(IPAddress Client, string Sender, string Helo, string Receiver)
{
    /// <summary>RFC 7208 §4.6.4: a time limit for one check of at least 20 s.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(20);
}
