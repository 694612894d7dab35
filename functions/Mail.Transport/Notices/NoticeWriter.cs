using System.Text;
using Mail.Core;

namespace Mail.Transport;

/// <summary>Notices as <c>multipart/report</c> (RFC 6522): words for the sender, fields for his program (RFC 3464), and what he sent.</summary>
/// <remarks>
/// Whatever comes from outside (addresses, replies, ENVID, the original) is cleaned where it is written, see <see cref="NoticeValue"/>: nothing in it
/// ends a line or a part. The boundary holds the notice's queue id, which nobody knew when he wrote the original.
/// </remarks>
public sealed class NoticeWriter : INoticeWriter
{
    public ReadOnlyMemory<byte> Write(DeliveryNotice notice)
    {
        var utf8 = notice.SmtpUtf8 || notice.To.NeedsSmtpUtf8;
        var boundary = $"=_{notice.NoticeId}";
        var original = ReturnedOriginal.Read(notice, utf8);
        var text = NoticeText.Write(notice, original is { IsWhole: true });
        var octets = new MemoryStream();
        Put(octets, Header(notice, boundary, utf8));
        Put(octets, $"--{boundary}\r\nContent-Description: Notification\r\nContent-Type: text/plain; charset=utf-8\r\n{Encoding8(text)}\r\n{text}\r\n");
        var status = NoticeStatus.Write(notice, utf8);
        Put(octets, $"--{boundary}\r\nContent-Description: Delivery report\r\nContent-Type: {StatusType(utf8)}\r\n{Encoding8(status)}\r\n{status}\r\n");
        if (original is not null)
        {
            Put(octets, $"--{boundary}\r\nContent-Description: {original.Description}\r\nContent-Type: {original.ContentType}\r\n{original.TransferEncoding}\r\n");
            octets.Write(original.Octets.Span);
            Put(octets, "\r\n");
        }

        Put(octets, $"--{boundary}--\r\n");
        return octets.GetBuffer().AsMemory(0, (int)octets.Length);
    }

    private static string Header(DeliveryNotice notice, string boundary, bool utf8) =>
        $"From: Mail Delivery System <postmaster@{notice.AuthorDomain ?? notice.ReportingMta}>\r\n"
        + $"To: <{notice.To}>\r\n"
        + $"Subject: {Subject(notice.Kind)}\r\n"
        + $"Date: {NoticeValue.Date(notice.Now)}\r\n"
        + $"Message-ID: <{notice.NoticeId}@{notice.ReportingMta}>\r\n"
        // RFC 3834 §5.1: tells responders not to answer; the null reverse-path tells servers.
        + "Auto-Submitted: auto-replied\r\n"
        + "MIME-Version: 1.0\r\n"
        + $"Content-Type: multipart/report; report-type={(utf8 ? "global-delivery-status" : "delivery-status")};\r\n\tboundary=\"{boundary}\"\r\n"
        + "Content-Transfer-Encoding: 8bit\r\n"
        + "\r\n"
        + "This is a report in several parts (RFC 6522).\r\n\r\n";

    private static string Subject(NoticeKind kind) => kind switch
    {
        NoticeKind.Failure => "Undelivered mail returned to sender",
        NoticeKind.Delay => "Delayed mail (still being tried)",
        _ => "Successful mail delivery report",
    };

    /// <summary>RFC 6533 §3: addresses beyond ASCII have a type of their own.</summary>
    private static string StatusType(bool utf8) => utf8 ? "message/global-delivery-status" : "message/delivery-status";

    private static string Encoding8(string content) =>
        Ascii.IsValid(content) ? "Content-Transfer-Encoding: 7bit\r\n" : "Content-Transfer-Encoding: 8bit\r\n";

    private static void Put(MemoryStream octets, string text) => octets.Write(Encoding.UTF8.GetBytes(text));
}
