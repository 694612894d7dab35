using System.Text;
using Mail.Core;
using Mail.Testing;

namespace Mail.Scanning.Tests;

/// <summary>A message, its envelope, and settings.</summary>
internal static class ScanWorld
{
    public const string Message = "From: x@sender.test\r\nSubject: hi\r\n\r\nHello\r\n";

    public static Envelope Envelope { get; } = new()
    {
        QueueId = Some.QueueId(),
        ReversePath = Some.Address("x@sender.test"),
        Recipients = [new EnvelopeRecipient { Address = Some.Address("alice@example.test") }, new EnvelopeRecipient { Address = Some.Address("bob@example.test") }],
        ArrivedAt = new DateTimeOffset(2026, 1, 2, 12, 0, 0, TimeSpan.Zero),
        ClientAddress = "192.0.2.1",
        ClientName = "mail.sender.test",
        Helo = "mail.sender.test",
    };

    public static ScanRequest Request(string message = Message) => new(Envelope, new MemoryStream(Encoding.UTF8.GetBytes(message)));

    public static FixedSiteSettings Settings(SiteSettings settings) => new(settings);
}
