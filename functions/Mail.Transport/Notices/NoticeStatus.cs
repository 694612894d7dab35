using System.Text;
using Mail.Core;

namespace Mail.Transport;

/// <summary>The machine-readable part: RFC 3464 §2, a group of fields for the message and one for each recipient.</summary>
internal static class NoticeStatus
{
    public static string Write(DeliveryNotice notice, bool utf8)
    {
        var text = new StringBuilder();
        Field(text, "Reporting-MTA", $"dns; {notice.ReportingMta}");
        Field(text, "Original-Envelope-Id", notice.EnvId is { } id ? NoticeValue.Clean(id, utf8: false) : null);
        Field(text, "X-Queue-Id", notice.OriginalId.ToString());
        Field(text, "Arrival-Date", NoticeValue.Date(notice.ArrivedAt));
        foreach (var recipient in notice.Recipients)
        {
            text.Append("\r\n");
            Write(text, recipient, utf8);
        }

        return text.ToString();
    }

    /// <summary>What fits the action: RFC 3464 §2.3.4. A failure may have a 4, when the attempts went on for too long (§E.2).</summary>
    public static string StatusOf(NoticeRecipient recipient)
    {
        var (classes, otherwise) = recipient.Action switch
        {
            NoticeAction.Failed => ("45", "5.0.0"),
            NoticeAction.Delayed => ("4", "4.0.0"),
            _ => ("2", "2.0.0"),
        };
        return recipient.Status is { Length: > 0 } status && EnhancedStatus.IsWellFormed(status) && classes.Contains(status[0]) ? status : otherwise;
    }

    private static void Write(StringBuilder text, NoticeRecipient recipient, bool utf8)
    {
        Field(text, "Original-Recipient", recipient.OriginalRecipient is { } given ? NoticeValue.OriginalRecipient(given, utf8) : null);
        Field(text, "Final-Recipient", NoticeValue.Address(recipient.Address, utf8));
        Field(text, "Action", recipient.Action.ToString().ToLowerInvariant());
        Field(text, "Status", StatusOf(recipient));
        Field(text, "Remote-MTA", recipient.RemoteMta is { } host ? $"dns; {NoticeValue.Clean(host, utf8: false)}" : null);
        Field(text, "Diagnostic-Code", Diagnostic(recipient, utf8));
        Field(text, "Last-Attempt-Date", recipient.LastAttemptAt is { } last ? NoticeValue.Date(last) : null);
        Field(text, "Will-Retry-Until", recipient is { Action: NoticeAction.Delayed, WillRetryUntil: { } until } ? NoticeValue.Date(until) : null);
    }

    /// <summary>RFC 3464 §2.3.6: what the server said is of type smtp; what we found ourselves is not.</summary>
    private static string? Diagnostic(NoticeRecipient recipient, bool utf8) => recipient switch
    {
        { Diagnostic: { Length: > 0 } said } => $"smtp; {NoticeValue.Clean(said, utf8)}",
        { Reason.Length: > 0 } => $"x-mail-cloud; {NoticeValue.Clean(recipient.Reason, utf8)}",
        _ => null,
    };

    private static void Field(StringBuilder text, string name, string? value)
    {
        if (value is not null)
        {
            text.Append(NoticeValue.Field(name, value));
        }
    }
}
