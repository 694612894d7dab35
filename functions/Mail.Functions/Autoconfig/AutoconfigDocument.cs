using System.Globalization;
using System.Xml;
using Mail.Core;

namespace Mail.Functions;

/// <summary>
/// Mozilla's <c>config-v1.1.xml</c> (https://wiki.mozilla.org/Thunderbird:Autoconfiguration:ConfigFileFormat), which Thunderbird, K-9, Evolution, KMail and
/// others read. It has a place holder where the user's address goes.
/// </summary>
internal static class AutoconfigDocument
{
    public static byte[] Write(ClientDomain domain, AnnouncedServices services) => XmlAnswer.Write(xml =>
    {
        xml.WriteStartElement("clientConfig");
        xml.WriteAttributeString("version", "1.1");
        xml.WriteStartElement("emailProvider");
        xml.WriteAttributeString("id", domain.LoginDomain);
        xml.WriteElementString("domain", domain.Name);
        xml.WriteElementString("displayName", domain.Name);
        xml.WriteElementString("displayShortName", domain.Name);
        // The format wants servers that receive before those that send; the first of a type is what a program takes.
        foreach (var service in services.All.OrderBy(service => service.Protocol == AnnouncedProtocol.Submission))
        {
            WriteServer(xml, service, domain);
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
    });

    private static void WriteServer(XmlWriter xml, AnnouncedService service, ClientDomain domain)
    {
        var (element, type) = service.Protocol switch
        {
            AnnouncedProtocol.Submission => ("outgoingServer", "smtp"),
            AnnouncedProtocol.Imap => ("incomingServer", "imap"),
            AnnouncedProtocol.Pop3 => ("incomingServer", "pop3"),
            _ => throw new InvalidOperationException($"{service.Protocol} has no name in this format."),
        };
        xml.WriteStartElement(element);
        xml.WriteAttributeString("type", type);
        xml.WriteElementString("hostname", service.Host);
        xml.WriteElementString("port", service.Port.ToString(CultureInfo.InvariantCulture));
        xml.WriteElementString("socketType", service.Security == AnnouncedSecurity.Tls ? "SSL" : "STARTTLS");
        // PLAIN, under TLS. The other word, password-encrypted, means CRAM-MD5, which we don't have; SCRAM has no word.
        xml.WriteElementString("authentication", "password-cleartext");
        xml.WriteElementString("username", domain.Name == domain.LoginDomain ? "%EMAILADDRESS%" : $"%EMAILLOCALPART%@{domain.LoginDomain}");
        xml.WriteEndElement();
    }
}
