using System.Text;
using Mail.Core;
using Mail.Testing;

namespace Mail.Interop.Tests;

/// <summary>What scanners are asked about.</summary>
internal static class ScannedMessage
{
    public static ScanRequest Request(string body) => new(
        new Envelope
        {
            QueueId = Some.QueueId(),
            ReversePath = Some.Address("x@sender.test"),
            Recipients = [new EnvelopeRecipient { Address = Some.Address("alice@example.test") }],
            ArrivedAt = DateTimeOffset.UnixEpoch,
            ClientAddress = "192.0.2.1",
            Helo = "mail.sender.test",
        },
        new MemoryStream(Encoding.ASCII.GetBytes($"From: x@sender.test\r\nTo: alice@example.test\r\nSubject: x\r\n{body}")));

    public static ScanRequest WithAttachment(byte[] content) => Request(
        "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=sep\r\n\r\n--sep\r\n\r\nHello\r\n"
        + $"--sep\r\nContent-Type: application/octet-stream; name=a.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n{Convert.ToBase64String(content, Base64FormattingOptions.InsertLineBreaks)}\r\n--sep--\r\n");
}
