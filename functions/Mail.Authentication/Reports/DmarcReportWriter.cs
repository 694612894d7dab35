using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;
using Mail.Core;

namespace Mail.Authentication;

/// <summary>
/// Writes a report as XML (RFC 7489 appendix C), without a namespace: the schema has one, but everybody who reads and writes reports goes without. The schema of
/// RFC 9990 has a namespace of its own; who reads that has to read this one too.
/// </summary>
public static class DmarcReportWriter
{
    private static readonly XmlWriterSettings Settings = new() { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), Indent = true, NewLineChars = "\n" };

    /// <summary>XML under gzip: RFC 7489 §7.2.1.1.</summary>
    public static byte[] ToGzip(DmarcReport report)
    {
        using var octets = new MemoryStream();
        using (var gzip = new GZipStream(octets, CompressionLevel.Optimal, leaveOpen: true))
        {
            Write(report, gzip);
        }

        return octets.ToArray();
    }

    /// <exception cref="ArgumentException">A text has characters that XML does not know.</exception>
    public static void Write(DmarcReport report, Stream output)
    {
        using var xml = XmlWriter.Create(output, Settings);
        xml.WriteStartElement("feedback");
        xml.WriteElementString("version", "1.0");
        WriteMetadata(xml, report);
        WritePublished(xml, report.Published);
        foreach (var tally in report.Tallies)
        {
            WriteRecord(xml, tally);
        }

        xml.WriteEndElement();
    }

    private static void WriteMetadata(XmlWriter xml, DmarcReport report)
    {
        xml.WriteStartElement("report_metadata");
        xml.WriteElementString("org_name", report.Organization);
        xml.WriteElementString("email", report.Email);
        xml.WriteElementString("report_id", report.Id);
        xml.WriteStartElement("date_range");
        xml.WriteElementString("begin", Number(report.Begin.ToUnixTimeSeconds()));
        xml.WriteElementString("end", Number(report.End.ToUnixTimeSeconds()));
        xml.WriteEndElement();
        foreach (var error in report.Errors)
        {
            xml.WriteElementString("error", error);
        }

        xml.WriteEndElement();
    }

    private static void WritePublished(XmlWriter xml, DmarcPublication published)
    {
        xml.WriteStartElement("policy_published");
        xml.WriteElementString("domain", published.Domain);
        xml.WriteElementString("adkim", published.IsStrictDkim ? "s" : "r");
        xml.WriteElementString("aspf", published.IsStrictSpf ? "s" : "r");
        xml.WriteElementString("p", published.Policy.ToWord());
        xml.WriteElementString("sp", published.SubdomainPolicy.ToWord());
        xml.WriteElementString("pct", Number(published.Percent));
        xml.WriteElementString("fo", published.FailureOptions);
        xml.WriteEndElement();
    }

    private static void WriteRecord(XmlWriter xml, DmarcTally tally)
    {
        var finding = tally.Finding;
        xml.WriteStartElement("record");
        xml.WriteStartElement("row");
        xml.WriteElementString("source_ip", finding.Source);
        xml.WriteElementString("count", Number(tally.Count));
        xml.WriteStartElement("policy_evaluated");
        xml.WriteElementString("disposition", finding.Disposition.ToWord());
        xml.WriteElementString("dkim", PassOrFail(finding.DkimAligned));
        xml.WriteElementString("spf", PassOrFail(finding.SpfAligned));
        if (finding.Override is { } reason)
        {
            xml.WriteStartElement("reason");
            xml.WriteElementString("type", reason);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
        // No envelope_to: whom somebody here gets mail from is nobody else's business.
        xml.WriteStartElement("identifiers");
        xml.WriteElementString("envelope_from", finding.EnvelopeFrom);
        xml.WriteElementString("header_from", finding.HeaderFrom);
        xml.WriteEndElement();
        WriteResults(xml, finding);
        xml.WriteEndElement();
    }

    private static void WriteResults(XmlWriter xml, DmarcFinding finding)
    {
        xml.WriteStartElement("auth_results");
        foreach (var signature in finding.Dkim)
        {
            xml.WriteStartElement("dkim");
            xml.WriteElementString("domain", signature.Domain);
            if (signature.Selector is { } selector)
            {
                xml.WriteElementString("selector", selector);
            }

            xml.WriteElementString("result", signature.Result);
            xml.WriteEndElement();
        }

        xml.WriteStartElement("spf");
        xml.WriteElementString("domain", finding.Spf.Domain);
        xml.WriteElementString("scope", finding.Spf.IsHelo ? "helo" : "mfrom");
        xml.WriteElementString("result", finding.Spf.Result);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static string PassOrFail(bool isPass) => isPass ? "pass" : "fail";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
