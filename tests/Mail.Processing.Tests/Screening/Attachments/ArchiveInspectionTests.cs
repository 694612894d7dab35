using System.Formats.Tar;
using Mail.Core;

namespace Mail.Processing.Tests;

public class ArchiveInspectionTests
{
    private static readonly byte[] Text = "just some words\r\n"u8.ToArray();

    [Fact]
    public async Task A_program_is_found_by_name_in_every_archive_that_is_looked_into()
    {
        var file = ("sub/run.exe", Text);
        foreach (var (name, archive) in new[]
        {
            ("a.zip", Archive.Zip(file)),
            ("a.txt", Archive.Zip(file)),
            ("a.tar", Archive.Tar(TarEntryFormat.Ustar, file)),
            ("a.tar.gz", Archive.Gzip(Archive.Tar(TarEntryFormat.Gnu, file))),
            ("a.tgz", Archive.Gzip(Archive.Tar(TarEntryFormat.Pax, file))),
            ("run.exe.gz", Archive.Gzip(Text)),
            ("a.zip", Archive.Nested(2, "run.exe", Text)),
            ("a.tar.gz", Archive.Gzip(Archive.Tar(TarEntryFormat.Gnu, ("b.zip", Archive.Zip(file))))),
            ("a.zip", Archive.Zip(("b.tar.gz", Archive.Gzip(Archive.Tar(TarEntryFormat.Pax, file))))),
            ("setup.zip", [.. Archive.Program, .. Archive.Zip(file)]),
        })
        {
            Assert.Contains("attachment:executable", (await AttachmentScan.OfFileAsync(name, archive)).Facts);
        }
    }

    [Theory]
    [InlineData(TarEntryFormat.Ustar)]
    [InlineData(TarEntryFormat.Gnu)]
    [InlineData(TarEntryFormat.Pax)]
    public async Task Long_names_in_tar_archives_are_read_to_their_end(TarEntryFormat format)
    {
        var name = $"{new string('d', 90)}/{new string('f', 90)}.exe";

        Assert.Contains("attachment:executable", (await AttachmentScan.OfFileAsync("a.tar", Archive.Tar(format, (name, Text)))).Facts);
    }

    [Fact]
    public async Task A_program_is_found_by_content_in_an_archive() =>
        Assert.Equal("blocked: a.zip/b.zip/photo.jpg: a program by its content", (await AttachmentScan.OfFileAsync("a.zip", Archive.Zip(("b.zip", Archive.Zip(("photo.jpg", Archive.Program)))))).Words);

    [Fact]
    public async Task Harmless_archives_are_clean()
    {
        Assert.IsType<ScanFinding.Clean>(await AttachmentScan.OfFileAsync("a.zip", Archive.Zip(("a.txt", Text), ("b/", []), ("b/c.pdf", Text), ("empty", []))));
        Assert.IsType<ScanFinding.Clean>(await AttachmentScan.OfFileAsync("a.zip", Archive.Zip()));
        Assert.IsType<ScanFinding.Clean>(await AttachmentScan.OfFileAsync("a.gz", Archive.Gzip(new byte[300_000])));
        Assert.IsType<ScanFinding.Clean>(await AttachmentScan.OfFileAsync("a.docx", Archive.Zip(("[Content_Types].xml", Text), ("word/document.xml", Text))));
    }

    [Theory]
    [InlineData("word/vbaProject.bin")]
    [InlineData("xl/vbaProject.bin")]
    [InlineData("xl/macrosheets/sheet1.xml")]
    public async Task Macros_are_found_whatever_the_documents_name(string inner) =>
        Assert.Equal(["attachment:macro"], (await AttachmentScan.OfFileAsync("a.docx", Archive.Zip(("[Content_Types].xml", Text), (inner, Text)))).Facts);

    [Theory]
    [InlineData(0)]
    [InlineData(65_530)]
    [InlineData(200_000)]
    public async Task Macros_of_old_documents_are_found_wherever_they_stand(int before)
    {
        byte[] document = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, .. new byte[before], .. System.Text.Encoding.Unicode.GetBytes("_VBA_PROJECT"), .. new byte[100]];

        Assert.Equal(["attachment:macro"], (await AttachmentScan.OfFileAsync("a.doc", document)).Facts);
        Assert.IsType<ScanFinding.Clean>(await AttachmentScan.OfFileAsync("a.doc", document[..(8 + before + 20)]));
    }

    /// <summary>Whoever opens it looks for the directory at the end.</summary>
    [Theory]
    [InlineData("invoice.zip", 1)]
    [InlineData("invoice.docx", 100)]
    [InlineData("photo.jpg", 3)]
    [InlineData("photo.jpg", 40_000)]
    [InlineData("photo.jpg", 3_000_000)]
    [InlineData("tool.jar", 70_000)]
    public async Task An_archive_is_looked_into_whatever_stands_before_it(string name, int before)
    {
        byte[] file = [.. Enumerable.Repeat((byte)'x', before), .. Archive.Zip(("sub/run.exe", Text))];

        Assert.Contains("attachment:executable", (await AttachmentScan.OfFileAsync(name, file)).Facts);
    }

    /// <summary>So do programs that mend archives; octets before it, and in it, are what senders make of it.</summary>
    [Fact]
    public async Task A_zip_after_another_kind_of_archive_counts_like_a_zip()
    {
        var zip = Archive.Zip(("run.exe", Text));
        foreach (byte[] first in new[] { Archive.Gzip(Text), Archive.Tar(TarEntryFormat.Ustar, ("a.txt", Text)), "Rar!\x1a\x07\x01\x00"u8.ToArray(), [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, .. new byte[600]] })
        {
            Assert.Contains("attachment:executable", (await AttachmentScan.OfFileAsync("a.zip", [.. first, .. zip])).Facts);
        }
    }

    [Fact]
    public async Task A_zip_with_octets_before_it_is_looked_into_within_an_archive_when_it_is_called_one()
    {
        byte[] inner = [.. "x"u8, .. Archive.Zip(("run.exe", Text))];

        Assert.Contains("attachment:executable", (await AttachmentScan.OfFileAsync("a.zip", Archive.Zip(("b.zip", inner)))).Facts);
        Assert.Contains("attachment:executable", (await AttachmentScan.OfFileAsync("a.tgz", Archive.Gzip(Archive.Tar(TarEntryFormat.Gnu, ("b.docx", inner))))).Facts);
    }

    [Theory]
    [InlineData("a.zip")]
    [InlineData("a.docx")]
    public async Task What_is_called_a_zip_and_has_no_directory_cannot_be_read(string name)
    {
        Assert.Equal(["attachment:unreadable"], (await AttachmentScan.OfFileAsync(name, "no archive at all"u8.ToArray())).Facts);
        Assert.Equal(["attachment:unreadable"], (await AttachmentScan.OfFileAsync("outer.zip", Archive.Zip((name, "no archive at all"u8.ToArray())))).Facts);
    }

    [Fact]
    public async Task A_file_that_only_happens_to_have_the_octets_of_an_end_record_is_clean()
    {
        Assert.IsType<ScanFinding.Clean>(await AttachmentScan.OfFileAsync("photo.jpg", [.. new byte[50_000], .. "PK\x05\x06"u8, .. Enumerable.Repeat((byte)7, 500)]));
        Assert.IsType<ScanFinding.Clean>(await AttachmentScan.OfFileAsync("photo.jpg", [.. Archive.Zip(("run.exe", Text)).AsSpan(1), .. new byte[200_000]]));
    }

    [Fact]
    public async Task An_archive_with_a_password_tells_its_names()
    {
        var locked = Archive.Patched(Archive.Zip(("run.exe", Text)), at: 8, 1, 0);

        Assert.Equal(["attachment:executable", "attachment:encrypted"], (await AttachmentScan.OfFileAsync("a.zip", locked)).Facts);
        Assert.Equal(ScanAction.Discard, (await AttachmentScan.OfFileAsync("a.zip", Archive.Patched(Archive.Zip(("a.txt", Text)), at: 8, 1, 0), "encrypted=discard")).Action);
    }

    [Fact]
    public async Task A_name_that_only_the_local_header_has_counts()
    {
        var zip = Archive.Zip(("run.exe", Text));
        "run.txt"u8.CopyTo(zip.AsSpan(zip.AsSpan().LastIndexOf("PK\x01\x02"u8) + 46));

        Assert.Equal(["attachment:executable"], (await AttachmentScan.OfFileAsync("a.zip", zip)).Facts);
    }

    [Fact]
    public async Task A_name_that_only_the_unicode_field_has_counts()
    {
        var plain = Archive.Zip(("run.txt", Text));
        var directory = plain.AsSpan().LastIndexOf("PK\x01\x02"u8);
        var end = plain.AsSpan().LastIndexOf("PK\x05\x06"u8);
        // Header 0x7075, 12 octets: version, checksum, name.
        byte[] field = [0x75, 0x70, 12, 0, 1, 0, 0, 0, 0, .. "run.exe"u8];
        byte[] zip = [.. plain[..end], .. field, .. plain[end..]];
        zip[directory + 30] = (byte)field.Length;
        zip[end + field.Length + 12] += (byte)field.Length;

        Assert.Equal(["attachment:executable"], (await AttachmentScan.OfFileAsync("a.zip", zip)).Facts);
    }

    [Fact]
    public async Task A_zip_without_directory_is_read_from_its_start()
    {
        var zip = Archive.Zip(("a.txt", Text), ("run.exe", Text));
        // As it is written to a stream that can seek, sizes stand in the local headers.
        var cut = zip[..zip.AsSpan().LastIndexOf("PK\x05\x06"u8)];

        Assert.Equal(["attachment:unreadable", "attachment:executable"], (await AttachmentScan.OfFileAsync("a.zip", cut)).Facts);
    }

    [Theory]
    [InlineData("52 61 72 21 1a 07 01 00")]
    [InlineData("37 7a bc af 27 1c 00 04")]
    [InlineData("4d 53 43 46 00 00 00 00")]
    [InlineData("78 9f 3e 22 00 00")]
    public async Task What_is_not_looked_into_is_said(string start) =>
        Assert.Equal(["attachment:unreadable"], (await AttachmentScan.OfFileAsync("a.dat", Convert.FromHexString(start.Replace(" ", "", StringComparison.Ordinal)))).Facts);

    [Fact]
    public async Task Broken_archives_are_findings_and_no_errors()
    {
        foreach (var archive in new[] { Archive.Zip(("a.zip", Archive.Zip(("b.txt", Text)))), Archive.Gzip(Archive.Tar(TarEntryFormat.Pax, ("a.txt", Text))), Archive.Tar(TarEntryFormat.Gnu, ("a.txt", Text)) })
        {
            for (var at = 0; at < archive.Length; at++)
            {
                var broken = archive.ToArray();
                broken[at] ^= 0xff;
                Assert.NotEqual(ScanAction.Defer, (await AttachmentScan.OfFileAsync("a", broken)).Action);
                Assert.NotEqual(ScanAction.Defer, (await AttachmentScan.OfFileAsync("a", archive[..at])).Action);
            }
        }
    }
}
