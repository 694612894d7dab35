namespace Mail.Sieve.Svtest;

/// <summary>Tells somebody by mail that a message came (RFC 5436), with the settings of Pigeonhole.</summary>
internal sealed class SvtestNotice(SieveRun run, SvtestOutbox outbox)
{
    private readonly HashSet<string> _told = new(StringComparer.OrdinalIgnoreCase);

    public void Notify(NotifyAction notify)
    {
        // RFC 5436 §2.7.1: notices about what programs send could go round for ever.
        var isAutomatic = run.Message.Fields("Auto-Submitted") is [var field, ..] && !field.RawValue.StartsWith("no", StringComparison.OrdinalIgnoreCase);
        if (isAutomatic || !MailtoUri.TryParse(notify.Method, out var uri, out _))
        {
            return;
        }

        // Each is told once, whichever of several notices names him.
        var (to, cc) = (uri.To.Where(address => _told.Add(address.ToString())).ToList(), uri.Cc.Where(address => _told.Add(address.ToString())).ToList());
        var octets = Compose(notify, uri, string.Join(", ", to), string.Join(", ", cc));
        var from = outbox.Sender.Length == 0 ? "" : outbox.From("sieve_notify_mailto_envelope_from", notify.From ?? SvtestOutbox.DefaultPostmaster);
        foreach (var address in to.Concat(cc))
        {
            outbox.Send(octets, from, address.ToString());
        }
    }

    private byte[] Compose(NotifyAction notify, MailtoUri uri, string to, string cc)
    {
        var subject = notify.Message ?? uri.Subject ?? (run.Message.Fields("Subject") is [var field, ..] ? field.Value : "");
        var notice = SvtestMime.Begin(notify.From ?? SvtestOutbox.DefaultPostmaster, to, subject);
        SvtestMime.Add(notice, "Cc", cc);
        notice.Headers.Add("Auto-Submitted", $"auto-notified; owner-email={outbox.Recipient}");
        notice.Headers.Add("X-Priority", notify.Importance switch { 1 => "1 (Highest)", 3 => "5 (Lowest)", _ => "3 (Normal)" });
        notice.Headers.Add("Importance", notify.Importance switch { 1 => "high", 3 => "low", _ => "normal" });
        notice.Body = new MimeKit.TextPart("plain") { Text = uri.Body ?? "Notification of new message." };
        return SvtestMime.Write(notice);
    }
}
