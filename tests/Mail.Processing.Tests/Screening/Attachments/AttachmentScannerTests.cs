using System.Text;
using Mail.Core;

namespace Mail.Processing.Tests;

public class AttachmentScannerTests
{
    private static readonly byte[] Text = "just some words\r\n"u8.ToArray();

    [Theory]
    [InlineData("report.pdf", "clean")]
    [InlineData("photo.jpg", "clean")]
    [InlineData("notes", "clean")]
    [InlineData("run.exe", "blocked: run.exe: a program")]
    [InlineData("RUN.EXE", "blocked: RUN.EXE: a program")]
    [InlineData("run.exe. .", "blocked: run.exe. .: a program")]
    [InlineData("run.exe::$DATA", "blocked: run.exe::$DATA: a program")]
    [InlineData("C:\\x\\run.scr", "blocked: C:\\x\\run.scr: a program")]
    [InlineData("go.js", "blocked: go.js: a script")]
    [InlineData("go.hta", "blocked: go.hta: a script")]
    [InlineData("open.lnk", "blocked: open.lnk: a shortcut")]
    [InlineData("disk.iso", "blocked: disk.iso: a disk image")]
    [InlineData("sheet.xlsm", "suspicious: sheet.xlsm: an Office document with macros; sheet.xlsm: a broken zip archive")]
    [InlineData("x.rar", "suspicious: x.rar: an archive that is not looked into")]
    [InlineData("invoice.pdf.exe", "blocked: invoice.pdf.exe: a program; invoice.pdf.exe: a name with two extensions")]
    [InlineData("v1.2.exe", "blocked: v1.2.exe: a program")]
    [InlineData("archive.tar.gz", "clean")]
    public async Task A_name_is_judged_by_what_opening_the_file_would_do(string name, string words) =>
        Assert.Equal(words, (await AttachmentScan.OfFileAsync(name, Text)).Words);

    [Theory]
    [InlineData("Content-Disposition: attachment; filename*=utf-8''run%2Eexe")]
    [InlineData("Content-Disposition: attachment; filename*0=\"run.e\"; filename*1=\"xe\"")]
    [InlineData("Content-Disposition: attachment; filename*0*=utf-8''run%2E; filename*1*=exe")]
    [InlineData("Content-Disposition: attachment; filename=\"=?utf-8?B?cnVuLmV4ZQ==?=\"")]
    [InlineData("Content-Disposition: attachment; filename==?utf-8?Q?run=2Eexe?=")]
    [InlineData("Content-Disposition: attachment; filename=run.exe")]
    [InlineData("Content-Disposition: attachment; filename=\"a.txt\"; filename=\"run.exe\"")]
    [InlineData("Content-Disposition: attachment; filename=\"run.exe\"; filename=\"a.txt\"")]
    [InlineData("Content-Disposition: attachment; filename=\"a.txt\"\r\nContent-Disposition: attachment; filename=\"run.exe\"")]
    [InlineData("Content-Disposition: inline;;; =; filename = \"run.exe")]
    [InlineData("Content-Disposition: attachment;\r\n filename=\r\n  \"run.exe\"")]
    [InlineData("Content-Type: application/pdf; name=\"run.exe\"")]
    [InlineData("Content-Type: application/pdf; name=\"run.exe\"\r\nContent-Disposition: attachment; filename=\"a.pdf\"")]
    public async Task Every_way_of_writing_a_name_counts(string header)
    {
        var finding = await AttachmentScan.OfMessageAsync(Archive.Message(header + "\r\n\r\nx"));

        Assert.Equal(["attachment:executable"], finding.Facts);
    }

    [Theory]
    [InlineData("annexe\u202efdp.exe", "disguised-name")]
    [InlineData("annex\u202efdp.txt", "disguised-name")]
    [InlineData("invoice.pdf                              .exe", "disguised-name")]
    public async Task A_name_that_reads_otherwise_than_it_is_gives_itself_away(string name, string kind)
    {
        var finding = await AttachmentScan.OfFileAsync(name, Text);

        Assert.Contains($"attachment:{kind}", finding.Facts);
        Assert.Equal(ScanAction.Quarantine, finding.Action);
        Assert.DoesNotContain('\u202e', finding.Words);
    }

    [Fact]
    public async Task Content_counts_whatever_the_name()
    {
        var finding = await AttachmentScan.OfFileAsync("invoice.pdf", Archive.Program);

        Assert.Equal("blocked: invoice.pdf: a program by its content", finding.Words);
    }

    [Theory]
    [InlineData("MZ is how the word begins that I mean, and this is a text of more than sixty-four characters.")]
    [InlineData("#!/bin/sh")]
    [InlineData("PK was here")]
    public async Task Text_that_begins_like_a_program_is_none(string text) =>
        Assert.IsType<ScanFinding.Clean>(await AttachmentScan.OfFileAsync("notes.txt", Encoding.ASCII.GetBytes(text)));

    [Theory]
    [InlineData("base64")]
    [InlineData("BASE64 (really)")]
    [InlineData("base64; x=y")]
    public async Task Whatever_stands_behind_the_encoding_it_is_undone(string encoding)
    {
        var part = $"Content-Type: text/plain\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n{Archive.Base64(Archive.Program)}";

        Assert.Equal(["attachment:executable"], (await AttachmentScan.OfMessageAsync(Archive.Message(part))).Facts);
    }

    [Fact]
    public async Task Files_of_the_time_before_mime_have_names_too()
    {
        var finding = await AttachmentScan.OfMessageAsync("Subject: x\r\n\r\nLook:\r\nbegin 644 run.exe\r\n#0V%T\r\n`\r\nend\r\n");

        Assert.Equal("blocked: run.exe: a program", finding.Words);
    }

    [Fact]
    public async Task A_message_in_a_message_is_looked_into_encoded_or_not()
    {
        var inner = Archive.Message("run.exe", Text);

        var plain = await AttachmentScan.OfMessageAsync(Archive.Message($"Content-Type: message/rfc822\r\n\r\n{inner.Replace("sep", "inner", StringComparison.Ordinal)}"));
        var encoded = await AttachmentScan.OfMessageAsync(
            Archive.Message($"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n{Archive.Base64(Encoding.UTF8.GetBytes(inner))}"));

        Assert.Equal(["attachment:executable"], plain.Facts);
        Assert.Equal(["attachment:executable"], encoded.Facts);
    }

    [Fact]
    public async Task The_subject_of_a_forwarded_message_is_no_file() =>
        Assert.IsType<ScanFinding.Clean>(await AttachmentScan.OfMessageAsync(
            Archive.Message("Content-Type: message/rfc822; name=\"about example.com\"\r\n\r\nSubject: about example.com\r\n\r\nHello")));

    [Theory]
    [InlineData("message/partial; number=1; total=2; id=x")]
    [InlineData("message/external-body; access-type=url")]
    public async Task What_is_in_pieces_or_elsewhere_is_filed_as_spam(string type)
    {
        var finding = await AttachmentScan.OfMessageAsync(Archive.Message($"Content-Type: {type}\r\n\r\nx"));

        Assert.Equal((ScanAction.Junk, "attachment:structure"), (finding.Action, Assert.Single(finding.Facts)));
    }

    [Theory]
    [InlineData("executable=pass", ScanAction.Pass)]
    [InlineData(".exe=tag", ScanAction.Tag)]
    [InlineData("executable=discard, .exe=tag", ScanAction.Tag)]
    [InlineData("example.test/executable=junk, .exe=tag", ScanAction.Junk)]
    [InlineData("example.test/.exe=pass, example.test/executable=junk", ScanAction.Pass)]
    [InlineData("other.test/.exe=pass", ScanAction.Quarantine)]
    [InlineData(".js=pass", ScanAction.Quarantine)]
    public async Task The_setting_says_what_becomes_of_it_by_domain_and_extension(string policy, ScanAction action) =>
        Assert.Equal(action, (await AttachmentScan.OfFileAsync("run.exe", Text, policy)).Action);

    [Fact]
    public async Task Of_several_domains_the_strictest_counts()
    {
        const string policy = "lax.test/executable=pass, strict.test/executable=discard";
        var message = Archive.Message("run.exe", Text);

        Assert.Equal(ScanAction.Pass, (await AttachmentScan.OfMessageAsync(message, policy, "a@lax.test")).Action);
        Assert.Equal(ScanAction.Discard, (await AttachmentScan.OfMessageAsync(message, policy, "a@lax.test b@strict.test")).Action);
    }

    [Fact]
    public async Task An_extension_that_nobody_else_minds_can_be_named()
    {
        Assert.Equal("blocked: a.pdf: a .pdf file", (await AttachmentScan.OfFileAsync("a.pdf", Text, ".pdf=quarantine")).Words);
        Assert.Equal(ScanAction.Quarantine, (await AttachmentScan.OfFileAsync("a.txt", Archive.Program, ".txt=pass")).Action);
    }

    [Fact]
    public async Task Names_in_the_words_are_printable_and_short()
    {
        var finding = await AttachmentScan.OfFileAsync(new string('x', 5000) + "\u0007.exe", Text);

        Assert.InRange(finding.Words.Length, 20, 300);
        Assert.DoesNotContain(finding.Words, char.IsControl);
    }
}
