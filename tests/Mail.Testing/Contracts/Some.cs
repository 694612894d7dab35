using System.Text;
using Mail.Core;

namespace Mail.Testing;

/// <summary>Valid things of every kind, for tests that do not care which.</summary>
public static class Some
{
    public static QueueId QueueId() => Core.QueueId.New(TimeProvider.System);

    /// <summary>Unique, and of the form of a real one.</summary>
    public static string AccountId() => QueueId().ToString();

    public static MailAddress Address(string text = "alice@example.test") => MailAddress.Parse(text);

    public static Envelope Envelope(QueueId? queueId = null, int recipients = 1) => new()
    {
        QueueId = queueId ?? QueueId(),
        ReversePath = Address("sender@sender.test"),
        Recipients =
        [
            .. Enumerable.Range(1, recipients).Select(place => new EnvelopeRecipient
            {
                Address = Address($"user{place}@example.test"),
                OriginalRecipient = $"rfc822;user  {place}@example.test",
                Notify = DsnNotify.Success | DsnNotify.Failure,
            }),
        ],
        ArrivedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        ClientAddress = "192.0.2.1",
        ClientName = "mail.sender.test",
        Helo = "mail.sender.test",
        Protocol = "ESMTP",
        Body = BodyType.EightBitMime,
        EnvId = "ünï<>+\"cöde  two spaces",
    };

    public static byte[] Message(string subject = "hi", int bytes = 200)
    {
        var head = Encoding.ASCII.GetBytes($"From: a@sender.test\r\nTo: alice@example.test\r\nSubject: {subject}\r\n\r\n");
        var message = new byte[Math.Max(bytes, head.Length)];
        new Random(bytes).NextBytes(message);
        head.CopyTo(message, 0);
        return message;
    }

    public static MailboxDelivery Delivery(
        string accountId, string? deliveryId = null, string folder = FolderName.Inbox, byte[]? content = null, long? quota = null) => new()
        {
            AccountId = accountId,
            DeliveryId = deliveryId ?? QueueId() + "-1",
            Folder = folder,
            PrependedFields = "Return-Path: <sender@sender.test>\r\n"u8.ToArray(),
            Content = new MemoryStream(content ?? Message(), writable: false),
            Summary = new MessageSummary
            {
                From = "Sänder <sender@sender.test>",
                To = "alice@example.test",
                Subject = "It's 'quoted' & more",
                Date = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)),
                MessageId = "m1@sender.test",
                References = ["r1@sender.test", "r2@sender.test"],
                Preview = "first words",
                Attachments = ["a b.pdf", "ü.txt"],
            },
            Decision = new DecisionRecord { Route = ["recipient alice@example.test", "account"], Screen = "passed", Screening = Screening, Sort = "no detail" },
            ReceivedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 6, TimeSpan.Zero),
            Flags = ["\\Seen", "$Label"],
            QuotaBytes = quota,
        };

    private static ScreeningRecord Screening { get; } = new()
    {
        Class = "unsure",
        Score = 0.4375,
        UnsureFrom = 0.2,
        SpamFrom = 0.9,
        SiteModel = "7-3fa9",
        AccountModel = "2-77ab",
        Clues = ["subject word: \"straße\" 0.91 (1 ham, 9 spam)"],
        Facts = ["spf=pass"],
        Authentication = "mx.example.test; spf=pass smtp.mailfrom=x@sender.test",
        Policy = "dmarc reject: filed",
        Findings = ["attachments: clean"],
    };
}
