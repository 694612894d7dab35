using System.Text;
using Mail.Core;

namespace Mail.Transport;

/// <summary>A report as a message (RFC 8460 §5.3).</summary>
internal static class TlsReportMessage
{
    // RFC 2045 §6.8.
    private const int LineLength = 76;

    /// <param name="hostName">Ours.</param>
    /// <param name="id">Of the message, for its boundary: nothing in it is chosen by others but what is under base64.</param>
    public static byte[] Write(TlsReport report, MailAddress to, string hostName, QueueId id, DateTimeOffset now)
    {
        var boundary = $"=_{id}";
        var text = new StringBuilder()
            .Append($"From: <{report.Sender}>\r\n")
            .Append($"To: <{to}>\r\n")
            .Append($"Subject: Report Domain: {report.Day.Domain}\r\n Submitter: {report.Sender.Domain}\r\n Report-ID: <{report.Id}>\r\n")
            .Append($"Date: {NoticeValue.Date(now)}\r\n")
            .Append($"Message-ID: <{id}@{hostName}>\r\n")
            .Append($"TLS-Report-Domain: {report.Day.Domain}\r\n")
            .Append($"TLS-Report-Submitter: {report.Sender.Domain}\r\n")
            // RFC 8460 §5.3: it is delivered despite of what it tells of.
            .Append("TLS-Required: No\r\n")
            .Append("Auto-Submitted: auto-generated\r\n")
            .Append("MIME-Version: 1.0\r\n")
            .Append($"Content-Type: multipart/report; report-type=\"tlsrpt\";\r\n\tboundary=\"{boundary}\"\r\n\r\n")
            .Append($"--{boundary}\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n")
            .Append($"How TLS went on {report.Day.Day:yyyy-MM-dd} (UTC) with the mail servers of\r\n{report.Day.Domain}, as seen by {report.Sender.Domain}.\r\n\r\n")
            .Append($"--{boundary}\r\nContent-Type: application/tlsrpt+gzip\r\nContent-Transfer-Encoding: base64\r\n")
            .Append($"Content-Disposition: attachment;\r\n\tfilename=\"{report.FileName}\"\r\n\r\n");
        foreach (var line in Convert.ToBase64String(report.ToGzip()).Chunk(LineLength))
        {
            text.Append(line).Append("\r\n");
        }

        return Encoding.UTF8.GetBytes(text.Append($"--{boundary}--\r\n").ToString());
    }
}
