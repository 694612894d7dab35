using Mail.Core;
using Mail.Processing;
using Mail.Testing;

namespace Mail.Fuzz.Targets;

/// <summary>What is attached to a message.</summary>
internal sealed class AttachmentsTarget : IFuzzTarget
{
    /// <summary>What a message may cost beyond what comes out of decompression, which is bounded, in multiples of its size and for itself.</summary>
    private const long MaxAllocated = 64 * 1024 * 1024;

    // Structure, header fields and names as text, and copies of archives.
    private const int MaxMultiple = 300;

    private static readonly AttachmentScanner Scanner = new(new InMemorySiteSettings());

    private static readonly Envelope Envelope = new()
    {
        QueueId = QueueId.FirstAt(DateTimeOffset.UnixEpoch),
        ReversePath = null,
        Recipients = [new EnvelopeRecipient { Address = MailAddress.Parse("alice@example.test") }],
        ArrivedAt = DateTimeOffset.UnixEpoch,
    };

    public string Name => "attachments";

    public void Run(ReadOnlySpan<byte> input) => Scan(input.ToArray());

    /// <param name="message">Any octets.</param>
    internal static void Scan(byte[] message)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var scan = Scanner.ScanAsync(
            new ScanRequest(Envelope, new MemoryStream(message, 0, message.Length, writable: false, publiclyVisible: true)), CancellationToken.None).AsTask();
        BrokenPromiseException.Unless(scan.IsCompleted, "what is in memory is scanned at once");
        var finding = scan.Result;
        BrokenPromiseException.Unless(finding is not null and not ScanFinding.Failed, "there is a finding for every message");
        BrokenPromiseException.Unless(finding.Words.Length < 600 && !finding.Words.Any(char.IsControl), "words are short and printable");
        BrokenPromiseException.Unless(finding.Facts.Count <= Enum.GetValues<AttachmentKind>().Length, "facts are few");
        BrokenPromiseException.Unless(
            GC.GetAllocatedBytesForCurrentThread() - before < MaxAllocated + (MaxMultiple * (long)message.Length), "memory is bounded");
    }
}
