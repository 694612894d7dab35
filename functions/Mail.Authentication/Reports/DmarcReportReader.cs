using System.Globalization;
using System.Net;
using System.Xml;
using System.Xml.Linq;
using Mail.Core;

namespace Mail.Authentication;

/// <summary>
/// Reads a report (RFC 7489 appendix C, RFC 9990) in bounded memory: element by element, whatever their namespace, since reporters differ in it. Written by strangers: what does not
/// matter is skipped, what matters and cannot be read makes the report unreadable.
/// </summary>
public static class DmarcReportReader
{
    /// <summary>Characters of XML: some 15,000 rows of 1,000, more than <see cref="DmarcDay.MaxTallies"/>.</summary>
    public const int MaxCharacters = 16 * 1024 * 1024;

    /// <summary>Elements in elements; a report has six.</summary>
    private const int MaxDepth = 16;

    /// <summary>Characters of a text; what is beyond is cut.</summary>
    private const int MaxText = 300;

    /// <summary>Nodes of one record; real ones have some 60.</summary>
    private const int MaxNodes = 400;

    /// <summary>Names of elements and attributes; a report has some forty, an extension some more.</summary>
    private const int MaxNames = 1000;

    private static XmlReaderSettings Settings => new()
    {
        NameTable = new LimitedNameTable(MaxNames),
        // No entities: they are for bombs and for files that are ours.
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MaxCharacters,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
        CloseInput = false,
    };

    /// <summary><c>null</c> with a problem in words when it is no report, or too large.</summary>
    public static DmarcReport? Read(Stream xml, out string problem)
    {
        try
        {
            using var reader = XmlReader.Create(xml, Settings);
            problem = "";
            return Read(reader);
        }
        catch (Exception e) when (e is XmlException or InvalidDataException or FormatException)
        {
            problem = e is FormatException ? e.Message : "no XML that can be read";
            return null;
        }
    }

    private static DmarcReport Read(XmlReader xml)
    {
        if (xml.MoveToContent() != XmlNodeType.Element || xml.LocalName != "feedback")
        {
            throw new FormatException("not a report: no <feedback>");
        }

        DmarcReport? metadata = null;
        DmarcPublication? published = null;
        DmarcTallies? tallies = null;
        xml.Read();
        while (xml.NodeType is not XmlNodeType.EndElement && !xml.EOF)
        {
            switch (xml.NodeType == XmlNodeType.Element ? xml.LocalName : "")
            {
                case "report_metadata":
                    metadata = ReadMetadata(ReadElement(xml));
                    break;
                case "policy_published":
                    published = ReadPublished(ReadElement(xml));
                    break;
                case "record":
                    tallies ??= new DmarcTallies(default, published ?? throw new FormatException("a record before policy_published"), DmarcDay.MaxTallies);
                    tallies.Add(ReadRecord(ReadElement(xml)));
                    break;
                default:
                    Skip(xml);
                    break;
            }
        }

        var day = tallies?.ToDay();
        return metadata is null || published is null
            ? throw new FormatException("no report_metadata or no policy_published")
            : metadata with { Published = published, Tallies = day?.Tallies ?? [], Uncounted = day?.Uncounted ?? 0 };
    }

    /// <summary>One element with what is in it, which is small.</summary>
    private static XElement ReadElement(XmlReader xml)
    {
        var element = new XElement(xml.LocalName);
        var (at, nodes, text) = (element, 0, new char[MaxText]);
        var outer = xml.Depth;
        if (xml.IsEmptyElement)
        {
            xml.Read();
            return element;
        }

        while (xml.Read() && !(xml.NodeType == XmlNodeType.EndElement && xml.Depth == outer))
        {
            ThrowUnless(++nodes <= MaxNodes && xml.Depth - outer <= MaxDepth, $"too much in <{element.Name}>");
            switch (xml.NodeType)
            {
                case XmlNodeType.Element:
                    var child = new XElement(xml.LocalName);
                    at.Add(child);
                    at = xml.IsEmptyElement ? at : child;
                    break;
                case XmlNodeType.EndElement:
                    at = at.Parent!;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA:
                    at.Add(new string(text, 0, xml.ReadValueChunk(text, 0, text.Length)));
                    break;
            }
        }

        xml.Read();
        return element;
    }

    /// <summary>Deep nesting costs nothing here, but is no report.</summary>
    private static void Skip(XmlReader xml)
    {
        var outer = xml.Depth;
        if (xml.NodeType == XmlNodeType.Element && !xml.IsEmptyElement)
        {
            while (xml.Read() && xml.Depth > outer)
            {
                ThrowUnless(xml.Depth - outer <= MaxDepth, "too deep");
            }
        }

        xml.Read();
    }

    private static DmarcReport ReadMetadata(XElement metadata) => new()
    {
        Organization = Text(metadata, "org_name"),
        Email = Text(metadata, "email"),
        Id = Text(metadata, "report_id") is { Length: > 0 } id ? id : throw new FormatException("no report_id"),
        Begin = Time(metadata.Element("date_range"), "begin"),
        End = Time(metadata.Element("date_range"), "end"),
        Published = new DmarcPublication(""),
        Errors = [.. metadata.Elements("error").Select(error => ReportText.Clean(error.Value)).Take(10)],
    };

    private static DmarcPublication ReadPublished(XElement published) => new(Domain(Text(published, "domain")) ?? throw new FormatException("policy_published has no domain"))
    {
        Policy = Policy(Text(published, "p")),
        SubdomainPolicy = Policy(Text(published, "sp") is { Length: > 0 } below ? below : Text(published, "p")),
        IsStrictDkim = Text(published, "adkim") == "s",
        IsStrictSpf = Text(published, "aspf") == "s",
        Percent = int.TryParse(Text(published, "pct"), NumberStyles.None, CultureInfo.InvariantCulture, out var percent) && percent <= 100 ? percent : 100,
        FailureOptions = Text(published, "fo") is { Length: > 0 } options ? options : "0",
    };

    private static DmarcTally ReadRecord(XElement record)
    {
        var row = record.Element("row");
        var evaluated = row?.Element("policy_evaluated");
        var identifiers = record.Element("identifiers") ?? record.Element("identities");
        var results = record.Element("auth_results");
        var spf = results?.Element("spf");
        return new DmarcTally(
            new DmarcFinding
            {
                Source = IPAddress.TryParse(Text(row, "source_ip"), out var source) ? source.ToString() : throw new FormatException("a record without source_ip"),
                HeaderFrom = Domain(Text(identifiers, "header_from")) ?? "",
                EnvelopeFrom = Domain(Text(identifiers, "envelope_from")) ?? "",
                Disposition = Policy(Text(evaluated, "disposition")),
                DkimAligned = Text(evaluated, "dkim") == "pass",
                SpfAligned = Text(evaluated, "spf") == "pass",
                Override = Text(evaluated?.Element("reason"), "type") is { Length: > 0 } reason ? reason : null,
                Dkim = [.. (results?.Elements("dkim") ?? []).Take(DmarcFinding.MaxSignatures).Select(ReadDkim)],
                Spf = new DmarcSpf(Domain(Text(spf, "domain")) ?? "", Text(spf, "scope") == "helo", Text(spf, "result") is { Length: > 0 } result ? result : "none"),
            },
            long.TryParse(Text(row, "count"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= int.MaxValue
                ? count
                : throw new FormatException("a record without count"));
    }

    private static DmarcDkim ReadDkim(XElement dkim) =>
        new(Domain(Text(dkim, "domain")) ?? "", Text(dkim, "selector") is { Length: > 0 } selector ? selector : null, Text(dkim, "result"));

    private static string Text(XElement? parent, string name) => ReportText.Clean(parent?.Element(name)?.Value ?? "");

    private static string? Domain(string text) =>
        MailAddressParser.TryParseDomain(text.TrimEnd('.'), out var domain, out _) && domain[0] != '[' ? domain : null;

    private static DateTimeOffset Time(XElement? range, string name) =>
        long.TryParse(Text(range, name), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : throw new FormatException($"date_range has no {name}");

    // RFC 9990 also has "pass": nothing was done either.
    private static DmarcPolicy Policy(string text) => text.ToLowerInvariant() switch
    {
        "quarantine" => DmarcPolicy.Quarantine,
        "reject" => DmarcPolicy.Reject,
        _ => DmarcPolicy.None,
    };

    private static void ThrowUnless(bool condition, string problem)
    {
        if (!condition)
        {
            throw new FormatException(problem);
        }
    }
}
