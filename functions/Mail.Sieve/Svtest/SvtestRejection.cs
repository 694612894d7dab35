namespace Mail.Sieve.Svtest;

/// <summary>Tells a sender that his message is refused (RFC 5429 §2.1).</summary>
internal static class SvtestRejection
{
    public static void Refuse(RejectAction reject, SvtestOutbox outbox)
    {
        // RFC 5429 §2.1.1: never to the null reverse-path.
        if (outbox.Sender.Length == 0)
        {
            return;
        }

        var notice = SvtestMime.Begin($"Postmaster <{SvtestOutbox.DefaultPostmaster}>", $"<{outbox.Sender}>", "Automatically rejected mail");
        notice.Headers.Add("Auto-Submitted", "auto-replied (rejected)");
        notice.Body = new MimeKit.TextPart("plain") { Text = reject.Reason };
        outbox.Send(SvtestMime.Write(notice), from: "", outbox.Sender);
    }
}
