using System.Globalization;
using System.Text;
using Mail.Core;

namespace Mail.Processing;

/// <summary>Puts messages that we write ourselves into the spool and the queue <c>incoming</c>: from there on they are messages like others. May be repeated.</summary>
public sealed class OwnMail(ISpool spool, IncomingQueue incoming, FlowOptions options, TimeProvider time)
{
    /// <param name="reversePath"><c>null</c> for a message that nobody may answer.</param>
    /// <param name="content">The whole message, CRLF-terminated, without a Received field.</param>
    internal async Task SendAsync(
        QueueId id, MailAddress? reversePath, IReadOnlyList<MailAddress> to, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var envelope = new Envelope
        {
            QueueId = id,
            ReversePath = reversePath,
            // Nobody is told that an automatic message did not arrive.
            Recipients = [.. to.Select(address => new EnvelopeRecipient { Address = address, Notify = DsnNotify.Never })],
            ArrivedAt = time.GetUtcNow(),
            Protocol = "local",
            MayRelay = true,
            Body = Ascii.IsValid(content.Span) ? BodyType.SevenBit : BodyType.EightBitMime,
            SmtpUtf8 = to.Any(address => address.NeedsSmtpUtf8),
        };
        await SendAsync(envelope, async spooled => await spooled.WriteAsync(content, cancellationToken), cancellationToken);
    }

    /// <param name="write">Writes the message; not called when it is there.</param>
    internal async Task SendAsync(Envelope envelope, Func<ISpoolWriter, Task> write, CancellationToken cancellationToken)
    {
        if (await spool.FindAsync(envelope.QueueId, cancellationToken) is null)
        {
            await WriteAsync(envelope, write, cancellationToken);
        }

        // 1 and not 0: a run that died after this line leaves another pointer, and 0 promises that there is none.
        await incoming.EnqueueAsync(new IncomingPointer(envelope.QueueId, Attempt: 1), TimeSpan.Zero, cancellationToken);
    }

    private async Task WriteAsync(Envelope envelope, Func<ISpoolWriter, Task> write, CancellationToken cancellationToken)
    {
        var received = string.Create(
            CultureInfo.InvariantCulture,
            $"Received: by {options.HostName} (Mail.Cloud) id {envelope.QueueId};\r\n {time.GetUtcNow():ddd, dd MMM yyyy HH:mm:ss} +0000\r\n");
        await using var spooled = await spool.BeginAsync(envelope, cancellationToken);
        await spooled.WriteAsync(Encoding.ASCII.GetBytes(received), cancellationToken);
        await write(spooled);
        await spooled.CommitAsync(cancellationToken);
    }
}
