using System.Globalization;

namespace Mail.Core;

/// <summary>One way in which mail programs of our users reach us, as configuration documents and SRV records tell it.</summary>
/// <param name="Host">A-labels: the name in the certificate.</param>
/// <param name="Port">As seen from the internet.</param>
public sealed record AnnouncedService(AnnouncedProtocol Protocol, AnnouncedSecurity Security, string Host, int Port)
{
    /// <summary>The owner name of its SRV record below a domain: RFC 6186 §3, RFC 8314 §5.1.</summary>
    public string SrvName => SrvNameOf(Protocol, Security);

    public static string SrvNameOf(AnnouncedProtocol protocol, AnnouncedSecurity security)
    {
        var name = protocol switch
        {
            AnnouncedProtocol.Submission => "_submission",
            AnnouncedProtocol.Imap => "_imap",
            AnnouncedProtocol.Pop3 => "_pop3",
            _ => throw new ArgumentOutOfRangeException(nameof(protocol), protocol, message: null),
        };
        return security == AnnouncedSecurity.Tls ? $"{name}s._tcp" : $"{name}._tcp";
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{SrvName} {Host}:{Port}");
}
