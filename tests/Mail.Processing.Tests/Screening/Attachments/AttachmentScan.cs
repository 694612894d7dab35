using System.Text;
using Mail.Core;
using Mail.Testing;

namespace Mail.Processing.Tests;

/// <summary>Has attachments judged under a policy.</summary>
internal static class AttachmentScan
{
    public static async Task<ScanFinding> OfMessageAsync(byte[] message, string policy = "default", string recipients = "alice@example.test")
    {
        var settings = new InMemorySiteSettings();
        settings.Set("attachments", policy);
        var envelope = new Envelope
        {
            QueueId = Some.QueueId(),
            ReversePath = null,
            Recipients = [.. recipients.Split(' ').Select(address => new EnvelopeRecipient { Address = Some.Address(address) })],
            ArrivedAt = DateTimeOffset.UnixEpoch,
        };
        var finding = await new AttachmentScanner(settings).ScanAsync(
            new ScanRequest(envelope, new MemoryStream(message, 0, message.Length, writable: false, publiclyVisible: true)), TestContext.Current.CancellationToken);
        Assert.NotNull(finding);
        return finding;
    }

    public static Task<ScanFinding> OfMessageAsync(string message, string policy = "default", string recipients = "alice@example.test") =>
        OfMessageAsync(Encoding.UTF8.GetBytes(message), policy, recipients);

    public static Task<ScanFinding> OfFileAsync(string name, byte[] content, string policy = "default") => OfMessageAsync(Archive.Message(name, content), policy);
}
