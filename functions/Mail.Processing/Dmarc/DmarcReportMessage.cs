using System.Globalization;
using System.Text;
using Mail.Authentication;
using Mail.Core;
using MimeKit;

namespace Mail.Processing;

/// <summary>A report as a message: RFC 7489 §7.2.1.1.</summary>
internal static class DmarcReportMessage
{
    /// <param name="file">The report under gzip.</param>
    public static ReadOnlyMemory<byte> Write(DmarcReport report, byte[] file, MailAddress to, QueueId id, FlowOptions options, DateTimeOffset now)
    {
        var domain = report.Published.Domain;
        using var message = ReplyText.Begin(
            id,
            new MailboxAddress("", report.Email),
            [to],
            $"Report Domain: {domain} Submitter: {report.Organization} Report-ID: <{report.Id}>",
            "auto-generated",
            options,
            now);
        message.Body = new Multipart("mixed") { ReplyText.Plain(Words(report)), Attachment(report, file) };
        return ReplyText.Write(message);
    }

    private static string Words(DmarcReport report)
    {
        var failed = report.Tallies.Where(tally => !tally.Finding.DkimAligned && !tally.Finding.SpfAligned).Sum(tally => tally.Count);
        return new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"Mail of {report.Begin:yyyy-MM-dd} (UTC) in the name of {report.Published.Domain}, as seen by {report.Organization}:\r\n")
            .Append(CultureInfo.InvariantCulture, $"{report.Tallies.Sum(tally => tally.Count)} messages, of which {failed} failed DMARC.\r\n")
            .ToString();
    }

    private static MimePart Attachment(DmarcReport report, byte[] file) => new("application", "gzip")
    {
        Content = new MimeContent(new MemoryStream(file)),
        ContentDisposition = new ContentDisposition(ContentDisposition.Attachment),
        ContentTransferEncoding = ContentEncoding.Base64,
        FileName = report.FileName,
    };
}
