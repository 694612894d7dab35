using System.Globalization;
using System.Text;
using Mail.Core;

namespace Mail.Transport;

/// <summary>The part for people: who did not get it, why, and what the sender can do; at last what the other server said.</summary>
internal static class NoticeText
{
    // Beyond that nobody reads; the fields behind it have all.
    private const int MaxRecipients = 100;

    public static string Write(DeliveryNotice notice, bool isWhole)
    {
        var text = new StringBuilder();
        Line(text, $"This is the mail system at {notice.ReportingMta}.");
        Line(text, "");
        Line(text, Opening(notice));
        foreach (var recipient in notice.Recipients.Take(MaxRecipients))
        {
            Line(text, "");
            Write(text, recipient);
        }

        if (notice.Recipients.Count > MaxRecipients)
        {
            Line(text, "");
            Line(text, string.Create(CultureInfo.InvariantCulture, $"… and {notice.Recipients.Count - MaxRecipients} more, in the report below."));
        }

        Line(text, "");
        Line(text, Closing(notice, isWhole));
        return text.ToString();
    }

    private static string Opening(DeliveryNotice notice) => notice.Kind switch
    {
        NoticeKind.Failure => $"Your message of {Day(notice.ArrivedAt)} could not be delivered to:",
        NoticeKind.Delay =>
            $"Your message of {Day(notice.ArrivedAt)} has not been delivered yet. You need not send it again: it is still being tried. It is late for:",
        _ => $"Your message of {Day(notice.ArrivedAt)} has been delivered, as you asked to be told:",
    };

    private static void Write(StringBuilder text, NoticeRecipient recipient)
    {
        Line(text, $"  {NoticeValue.Clean(recipient.Address.ToString(), utf8: true)}");
        Line(text, $"    {Explain(recipient)}");
        if (recipient.Reason.Length > 0)
        {
            Line(text, $"    ({NoticeValue.Clean(recipient.Reason, utf8: true)})");
        }

        if (recipient.Diagnostic is { Length: > 0 } said)
        {
            var who = recipient.RemoteMta is { } host ? NoticeValue.Clean(host, utf8: false) : "The other server";
            Line(text, $"    {who} said: {NoticeValue.Clean(said, utf8: true)}");
        }

        if (recipient is { Action: NoticeAction.Delayed, WillRetryUntil: { } until })
        {
            Line(text, $"    It is tried until {Day(until)}; you will be told when it is given up.");
        }
    }

    /// <summary>By the enhanced status (RFC 3463 §3), in the sender's terms.</summary>
    private static string Explain(NoticeRecipient recipient)
    {
        var parts = NoticeStatus.StatusOf(recipient).Split('.');
        return (recipient.Action, parts[1], parts[2]) switch
        {
            (NoticeAction.Delivered, _, _) => "It is in the mailbox.",
            (NoticeAction.Relayed, _, _) => "The next server took it, and will not tell more.",
            (NoticeAction.Expanded, _, _) => "It was sent on to the members of this address.",
            (_, "1", "1" or "3") => "There is no such address. Check how it is spelt, or ask for the right one in another way.",
            (_, "1", "2" or "10") or (_, "4", "4") => "The domain, the part behind the @, takes no mail. Check how it is spelt.",
            (_, "1", "6") => "The person has moved and left no new address.",
            (_, "1", "7" or "8") => "The other server does not accept your own address as a sender.",
            (_, "2", "1") => "The mailbox is disabled.",
            (_, "2", "2") => "The mailbox is full. Try again later, or tell the recipient in another way.",
            (_, "2" or "3", "3" or "4") => "The message is too large for the recipient. Send less at a time, or a link to it.",
            (_, "4", "6") => "The message went round in a circle: the recipient's forwarding is set up wrongly.",
            (NoticeAction.Failed, "4", "0") => "There is no way from here to this address.",
            (NoticeAction.Delayed, "4", _) => "The other server could not be reached.",
            (_, "4", _) => "The other server could not be reached for too long. Send the message again later, or tell the recipient in another way.",
            (_, "3", "0") when recipient.Diagnostic is null => "An error in this mail system holds the message up. Its postmaster can say more.",
            (NoticeAction.Failed, "6", _) => "The other server cannot handle the form of the message.",
            // RFC 8689 §7.
            (_, "7", "30") => "You asked for an encrypted way to the end (REQUIRETLS), and the other server does not promise that.",
            (NoticeAction.Failed, "7", _) => "The other server refused the message by its own rules. What it said may tell why; its operator can say more.",
            (NoticeAction.Delayed, _, _) => "The other server put the message off.",
            _ => "The other server refused the message.",
        };
    }

    private static string Closing(DeliveryNotice notice, bool isWhole)
    {
        var returned = (notice.Original, isWhole) switch
        {
            (null, _) => "",
            (_, true) => " Your message is attached.",
            _ => " The header of your message is attached.",
        };
        return $"If you need help, send this notice to postmaster@{notice.AuthorDomain ?? notice.ReportingMta}.{returned}";
    }

    private static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static void Line(StringBuilder text, string line) => text.Append(line).Append("\r\n");
}
