using System.Net;

namespace Mail.Authentication;

/// <summary>A message and how it came.</summary>
public sealed record AuthenticationRequest
{
    /// <summary>Of the SMTP client; <c>null</c> when unknown (imported, or an edge hides it): then nothing is said about SPF and iprev.</summary>
    public IPAddress? ClientAddress { get; init; }

    /// <summary>The argument of HELO or EHLO; <c>null</c> when there was none.</summary>
    public string? Helo { get; init; }

    /// <summary>MAIL FROM without brackets; empty for <c>&lt;&gt;</c>.</summary>
    public string ReversePath { get; init; } = "";

    /// <summary>The message, CRLF line ends, seekable; read from its start, left anywhere. <c>null</c>: only the client is checked.</summary>
    public Stream? Content { get; init; }

    /// <summary>When it came, which decides what has expired; <c>null</c> for now. The same request gives the same verdict while the DNS says the same.</summary>
    public DateTimeOffset? ArrivedAt { get; init; }

    /// <summary>
    /// Domains (<c>d=</c> of an ARC-Seal) that the site believes when they say that DMARC passed before they changed the message: mailing lists and
    /// forwarders. A-labels. Empty: nobody.
    /// </summary>
    public IReadOnlyCollection<string> TrustedSealers { get; init; } = [];

    /// <summary>
    /// How long SPF, iprev, the keys and the policies may take, side by side: who waits in vain for one still has the others. A sender chooses the servers
    /// that some of them ask. Default 20 s, the least that RFC 7208 §4.6.4 wants for SPF.
    /// </summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Who asks, for the macro <c>%{r}</c> of explanations and for the fields that are written.</summary>
    public string HostName { get; init; } = "unknown";
}
