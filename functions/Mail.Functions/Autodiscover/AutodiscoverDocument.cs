using System.Globalization;
using System.Xml;
using Mail.Core;

namespace Mail.Functions;

/// <summary>The answer to an <see cref="AutodiscoverRequest"/>: [MS-OXDSCLI] §2.2.4, with the protocols in the order of preference.</summary>
internal static class AutodiscoverDocument
{
    private const string Outer = "http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006";
    private const string Inner = "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a";

    /// <param name="login">With what the user logs in. Programs would take what is before the @ alone.</param>
    public static byte[] Write(MailAddress login, AnnouncedServices services) => XmlAnswer.Write(xml =>
    {
        xml.WriteStartElement("Autodiscover", Outer);
        xml.WriteStartElement("Response", Inner);
        xml.WriteStartElement("Account", Inner);
        Write(xml, "AccountType", "email");
        Write(xml, "Action", "settings");
        foreach (var service in services.All)
        {
            WriteProtocol(xml, service, login);
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
    });

    private static void WriteProtocol(XmlWriter xml, AnnouncedService service, MailAddress login)
    {
        xml.WriteStartElement("Protocol", Inner);
        Write(xml, "Type", service.Protocol == AnnouncedProtocol.Submission ? "SMTP" : service.Protocol.ToString().ToUpperInvariant());
        Write(xml, "Server", service.Host);
        Write(xml, "Port", service.Port.ToString(CultureInfo.InvariantCulture));
        Write(xml, "DomainRequired", "off");
        Write(xml, "LoginName", login.ToString());
        // "Secure password authentication" is NTLM.
        Write(xml, "SPA", "off");
        Write(xml, "SSL", "on");
        // Their words for TLS from the start, and for STARTTLS.
        Write(xml, "Encryption", service.Security == AnnouncedSecurity.Tls ? "SSL" : "TLS");
        Write(xml, "AuthRequired", "on");
        if (service.Protocol == AnnouncedProtocol.Submission)
        {
            // Not "log in to POP first".
            Write(xml, "UsePOPAuth", "off");
            Write(xml, "SMTPLast", "off");
        }

        xml.WriteEndElement();
    }

    private static void Write(XmlWriter xml, string name, string value) => xml.WriteElementString(name, Inner, value);
}
