using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using System.Xml.Schema;
using Mail.Core;

namespace Mail.Authentication.Tests.Reports;

/// <summary>RFC 7489 §7.2.1.1 and appendix C.</summary>
public class DmarcReportWriterTests
{
    [Fact]
    public async Task A_report_is_what_it_always_was() =>
        Assert.Equal(await File.ReadAllTextAsync(SomeReport.Path("golden.xml"), TestContext.Current.CancellationToken), Unpack(SomeReport.Golden) + "\n");

    [Fact]
    public void A_report_keeps_to_the_schema()
    {
        Assert.Empty(Faults(Unpack(SomeReport.Golden)));
        // The schema does find something.
        Assert.NotEmpty(Faults(Unpack(SomeReport.Golden with { Tallies = [] })));
        Assert.NotEmpty(Faults(Unpack(SomeReport.Golden with { Tallies = [new DmarcTally(SomeReport.Good with { Source = "nowhere" }, 1)] })));
    }

    [Fact]
    public void A_file_is_named_after_receiver_domain_and_time() =>
        Assert.Equal("example.test!shop.test!1767312000!1767398399.xml.gz", SomeReport.Golden.FileName);

    [Fact]
    public void What_a_stranger_has_chosen_stays_text()
    {
        var finding = SomeReport.Good with { HeaderFrom = "</header_from><count>9</count>&amp;" };
        var xml = XDocument.Parse(Unpack(SomeReport.Golden with { Tallies = [new DmarcTally(finding, 3)] }));
        Assert.Equal(finding.HeaderFrom, xml.Descendants("header_from").Single().Value);
        Assert.Equal("3", xml.Descendants("count").Single().Value);
    }

    [Fact]
    public void The_largest_report_fits_where_ten_megabytes_are_taken()
    {
        var tallies = Enumerable.Range(0, DmarcDay.MaxTallies).Select(i => new DmarcTally(
            SomeReport.Good with
            {
                Source = $"2001:db8:{i % 65536:x}::{i * 7919 % 65536:x}",
                EnvelopeFrom = Guid.NewGuid() + ".test",
                Dkim = [new DmarcDkim(Guid.NewGuid() + ".test", Guid.NewGuid().ToString(), "pass"), new DmarcDkim("list.test", null, "fail")],
            },
            i + 1));
        var file = DmarcReportWriter.ToGzip(SomeReport.Golden with { Tallies = [.. tallies] });
        Assert.InRange(file.Length, 1, 2 * 1024 * 1024);
        Assert.Equal(DmarcDay.MaxTallies, DmarcReportFile.Read(file, out _)!.Tallies.Count);
    }

    private static string Unpack(DmarcReport report)
    {
        using var gzip = new GZipStream(new MemoryStream(DmarcReportWriter.ToGzip(report)), CompressionMode.Decompress);
        using var reader = new StreamReader(gzip, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static List<string> Faults(string xml)
    {
        var schemas = new XmlSchemaSet();
        schemas.Add("", SomeReport.Path("rfc7489.xsd"));
        var faults = new List<string>();
        XDocument.Parse(xml).Validate(schemas, (_, fault) => faults.Add(fault.Message));
        return faults;
    }
}
