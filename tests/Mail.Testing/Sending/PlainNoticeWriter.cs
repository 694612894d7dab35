using System.Globalization;
using System.Text;
using Mail.Core;

namespace Mail.Testing;

/// <summary>Notices with just what a test wants to see: kind, what is to be returned, recipients, status and diagnostic.</summary>
public sealed class PlainNoticeWriter : INoticeWriter
{
    public ReadOnlyMemory<byte> Write(DeliveryNotice notice)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"From: <postmaster@{notice.AuthorDomain ?? notice.ReportingMta}>\r\nTo: <{notice.To}>\r\n");
        text.Append(CultureInfo.InvariantCulture, $"Subject: {notice.Kind}\r\nX-Return: {notice.Ret}\r\nMessage-ID: <{notice.NoticeId}@{notice.ReportingMta}>\r\n\r\n");
        foreach (var recipient in notice.Recipients)
        {
            text.Append(CultureInfo.InvariantCulture, $"{recipient.Address} {recipient.Action} {recipient.Status} {recipient.Diagnostic}\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
