using System.IO.Compression;
using System.Text;
using Mail.Core;

namespace Mail.Authentication.Tests.Reports;

/// <summary>Reports of others, honest and hostile.</summary>
public class DmarcReportReaderTests
{
    private const string Metadata =
        "<report_metadata><org_name>x</org_name><email>x@y.test</email><report_id>1</report_id><date_range><begin>1</begin><end>2</end></date_range></report_metadata>";

    private const string Policy = "<policy_published><domain>Shop.Test.</domain><p>reject</p></policy_published>";

    private const string Record =
        "<record><row><source_ip>192.0.2.1</source_ip><count>3</count><policy_evaluated><disposition>none</disposition><dkim>fail</dkim><spf>pass</spf></policy_evaluated></row>"
        + "<identifiers><header_from>shop.test</header_from></identifiers><auth_results><spf><domain>shop.test</domain><result>pass</result></spf></auth_results></record>";

    [Fact]
    public void What_we_write_we_read()
    {
        var read = DmarcReportFile.Read(DmarcReportWriter.ToGzip(SomeReport.Golden), out var problem);

        Assert.Equal("", problem);
        Assert.NotNull(read);
        Assert.Equal(SomeReport.Golden with { Tallies = [], Errors = [] }, read with { Tallies = [], Errors = [] });
        Assert.Equal(SomeReport.Golden.Errors, read.Errors);
        Assert.Equal(SomeReport.Golden.Tallies, read.Tallies);
    }

    [Theory]
    [InlineData("xml")]
    [InlineData("zip")]
    [InlineData("gzip")]
    public void A_report_comes_packed_in_any_way(string packing)
    {
        var read = DmarcReportFile.Read(Pack(packing, $"<feedback>{Metadata}{Policy}{Record}</feedback>"), out _);

        Assert.Equal("shop.test", read?.Published.Domain);
        Assert.Equal(3, Assert.Single(read!.Tallies).Count);
    }

    /// <summary>RFC 9990 has a namespace, elements and words of its own.</summary>
    [Fact]
    public void The_newer_form_is_read_too()
    {
        var read = Read(
            "<feedback xmlns=\"urn:ietf:params:xml:ns:dmarc-2.0\" xmlns:e=\"urn:x\"><version>1.0</version>" + Metadata
            + "<policy_published><domain>shop.test</domain><p>none</p><np>reject</np><testing>y</testing><discovery_method>treewalk</discovery_method></policy_published>"
            + "<e:extension><e:what>ever</e:what></e:extension>"
            + Record.Replace("none", "pass", StringComparison.Ordinal) + "</feedback>");

        Assert.Equal(DmarcPolicy.None, Assert.Single(read!.Tallies).Finding.Disposition);
        Assert.Equal(DmarcPolicy.None, read.Published.SubdomainPolicy);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("<html><body/></html>")]
    [InlineData("<feedback/>")]
    [InlineData("<feedback>" + Metadata + "</feedback>")]
    [InlineData("<feedback>" + Policy + "</feedback>")]
    [InlineData("<feedback>" + Metadata + Record + Policy + "</feedback>")]
    [InlineData("<feedback>" + Metadata + Policy + Record)]
    [InlineData("<feedback>" + Metadata + Policy + "<record/></feedback>")]
    [InlineData("<feedback>" + Metadata + "<policy_published><domain>..</domain></policy_published></feedback>")]
    [InlineData("<!DOCTYPE feedback [<!ENTITY a \"b\">]><feedback>" + Metadata + Policy + "</feedback>")]
    [InlineData("<!DOCTYPE feedback SYSTEM \"file:///etc/passwd\"><feedback>" + Metadata + Policy + "</feedback>")]
    public void What_is_no_report_is_none(string text)
    {
        Assert.Null(Read(text, out var problem));
        Assert.NotEqual("", problem);
    }

    [Theory]
    [InlineData("<count>3</count>", "<count>-3</count>")]
    [InlineData("<count>3</count>", "<count>99999999999999999999</count>")]
    [InlineData("<count>3</count>", "")]
    [InlineData("192.0.2.1", "192.0.2")]
    [InlineData("<source_ip>192.0.2.1</source_ip>", "<source_ip>a.test</source_ip>")]
    public void A_record_that_cannot_be_counted_spoils_the_report(string from, string to) =>
        Assert.Null(from == "192.0.2.1" ? Read($"<feedback>{Metadata}{Policy}{Record.Replace(from, "fe80::zz", StringComparison.Ordinal)}</feedback>")
            : Read($"<feedback>{Metadata}{Policy}{Record.Replace(from, to, StringComparison.Ordinal)}</feedback>"));

    [Fact]
    public void Text_of_a_stranger_is_one_line_of_ASCII()
    {
        var read = Read($"<feedback>{Metadata.Replace(">x<", ">a&#10;b\u202Ec" + new string('d', 1000) + "<", StringComparison.Ordinal)}{Policy}</feedback>");

        Assert.StartsWith("a?b?cddd", read?.Organization, StringComparison.Ordinal);
        Assert.Equal(255, read!.Organization.Length);
    }

    [Fact]
    public void Depth_has_an_end()
    {
        var deep = string.Concat(Enumerable.Repeat("<a>", 100_000));
        Assert.Null(Read($"<feedback>{Metadata}{Policy}{deep}"));
        Assert.Null(Read($"<feedback>{Metadata}{Policy}<record>{deep}"));
        Assert.Null(Read($"<feedback>{Metadata}{Policy}<record>{string.Concat(Enumerable.Repeat("<a/>", 100_000))}</record></feedback>"));
    }

    [Fact]
    public void A_bomb_is_read_no_further_than_the_limit()
    {
        // 256 MiB of white space under gzip are 1 MiB.
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.ASCII.GetBytes("<feedback>" + Metadata));
            var blank = new byte[1024 * 1024];
            Array.Fill(blank, (byte)' ');
            for (var i = 0; i < 256; i++)
            {
                gzip.Write(blank);
            }
        }

        Assert.InRange(packed.Length, 1, DmarcReportFile.MaxOctets);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Null(DmarcReportFile.Read(packed.ToArray(), out _));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200L * 1024 * 1024);
    }

    [Fact]
    public void A_million_names_are_not_kept()
    {
        var text = new StringBuilder("<feedback>" + Metadata + "<e>");
        for (var i = 0; i < 1_000_000; i++)
        {
            text.Append($"<a{i}/>");
        }

        var file = Pack("gzip", text.Append("</e>" + Policy + "</feedback>").ToString());
        Assert.InRange(file.Length, 1, DmarcReportFile.MaxOctets);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Null(DmarcReportFile.Read(file, out _));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8L * 1024 * 1024);
    }

    [Fact]
    public void An_archive_of_many_files_is_not_searched()
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (var i = 0; i < 5; i++)
            {
                using var entry = zip.CreateEntry($"{i}.xml").Open();
                entry.Write(Encoding.ASCII.GetBytes($"<feedback>{Metadata}{Policy}{Record}</feedback>"));
            }
        }

        Assert.Null(DmarcReportFile.Read(packed.ToArray(), out var problem));
        Assert.Equal("too many files in the archive", problem);
    }

    [Fact]
    public void A_broken_archive_is_none()
    {
        var random = new Random(1);
        foreach (var good in new[] { Pack("zip", $"<feedback>{Metadata}{Policy}{Record}</feedback>"), DmarcReportWriter.ToGzip(SomeReport.Golden) })
        {
            for (var i = 0; i < 2000; i++)
            {
                var broken = good.ToArray();
                broken[random.Next(4, broken.Length)] ^= (byte)random.Next(1, 256);
                // Whatever it is, it is a value.
                var read = DmarcReportFile.Read(broken.AsMemory(0, random.Next(4, broken.Length + 1)), out var problem);
                Assert.Equal(read is null, problem.Length > 0);
            }
        }
    }

    private static DmarcReport? Read(string text) => Read(text, out _);

    private static DmarcReport? Read(string text, out string problem) => DmarcReportFile.Read(Encoding.UTF8.GetBytes(text), out problem);

    private static byte[] Pack(string packing, string text)
    {
        using var packed = new MemoryStream();
        switch (packing)
        {
            case "zip":
                using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
                {
                    using var entry = zip.CreateEntry("a!b!1!2.xml").Open();
                    entry.Write(Encoding.UTF8.GetBytes(text));
                }

                break;
            case "gzip":
                using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
                {
                    gzip.Write(Encoding.UTF8.GetBytes(text));
                }

                break;
            default:
                packed.Write(Encoding.UTF8.GetBytes(text));
                break;
        }

        return packed.ToArray();
    }
}
