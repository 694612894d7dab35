using System.Globalization;
using System.Text;
using Mail.Core;

namespace Mail.Processing;

/// <summary>Puts collected messages into the spool and the queue <c>incoming</c>: from there on they are messages like others. May be repeated.</summary>
public sealed class FetchedMessages(ISpool spool, IncomingQueue incoming, Router router, FlowOptions options, TimeProvider time)
{
    private const int BlockSize = 64 * 1024;

    /// <param name="id">Reserved for this message.</param>
    /// <param name="isRepeated">It may be spooled, and enqueued, already.</param>
    /// <param name="content">Seekable; read from its start.</param>
    /// <exception cref="StorageUnavailableException">It may be spooled, and enqueued.</exception>
    internal async Task SpoolAsync(
        QueueId id, RemoteAccount account, RemotePeer peer, FetchedHeader header, bool isRepeated, Stream content, CancellationToken cancellationToken)
    {
        if (!isRepeated || await spool.FindAsync(id, cancellationToken) is null)
        {
            await WriteAsync(await EnvelopeOfAsync(id, account, peer, header, content, cancellationToken), peer, content, cancellationToken);
        }

        // 0 promises that there is no other pointer.
        await incoming.EnqueueAsync(new IncomingPointer(id, isRepeated ? 1 : 0), TimeSpan.Zero, cancellationToken);
    }

    private async Task WriteAsync(Envelope envelope, RemotePeer peer, Stream content, CancellationToken cancellationToken)
    {
        await using var spooled = await spool.BeginAsync(envelope, cancellationToken);
        await spooled.WriteAsync(Encoding.UTF8.GetBytes(TraceOf(envelope, peer)), cancellationToken);
        var output = new System.Buffers.ArrayBufferWriter<byte>(BlockSize + 1024);
        var lines = new CrlfConverter(output);
        var block = new byte[(int)Math.Min(BlockSize, content.Length)];
        content.Position = 0;
        int read;
        while ((read = await content.ReadAsync(block, cancellationToken)) > 0)
        {
            // RFC 5322 §2.3: some servers give away what they have stored with bare LF.
            lines.Write(block.AsSpan(0, read));
            await spooled.WriteAsync(output.WrittenMemory, cancellationToken);
            output.ResetWrittenCount();
        }

        await spooled.CommitAsync(cancellationToken);
    }

    /// <summary>
    /// RFC 5321 §4.4. The word behind "with" is none of those that IANA registers, which are for SMTP and its like; it is what fetchmail and getmail write.
    /// </summary>
    private string TraceOf(Envelope envelope, RemotePeer peer) => string.Create(
        CultureInfo.InvariantCulture,
        $"Received: from {peer.Host.Trim('[', ']')} ([{peer.Address}])\r\n by {options.HostName} (Mail.Cloud) with {peer.Protocol} id {envelope.QueueId}\r\n for <{envelope.Recipients[0].Address}>;\r\n {envelope.ArrivedAt:ddd, dd MMM yyyy HH:mm:ss} +0000\r\n");

    private async Task<Envelope> EnvelopeOfAsync(
        QueueId id, RemoteAccount account, RemotePeer peer, FetchedHeader header, Stream content, CancellationToken cancellationToken)
    {
        return new Envelope
        {
            QueueId = id,
            ReversePath = header.ReversePath,
            // It has been delivered; that it cannot be here is nothing to tell its sender.
            Recipients = [new EnvelopeRecipient { Address = await RecipientAsync(account, header, cancellationToken), Notify = DsnNotify.Never }],
            ArrivedAt = time.GetUtcNow(),
            Protocol = peer.Protocol,
            TlsProtocol = peer.TlsProtocol,
            TlsCipher = peer.TlsCipher,
            // Who sent it to the provider is not known: no address, no name, so SPF says nothing.
            FetchedFrom = account.Key.ToString(),
            // Nothing that stands in the message decides this: strangers write it. One that has been here goes no further by its Delivered-To (RFC 9228).
            Unsorted = !account.FilterAsNew,
            Body = await IsAsciiAsync(content, cancellationToken) ? BodyType.SevenBit : BodyType.EightBitMime,
            SmtpUtf8 = header.ReversePath?.NeedsSmtpUtf8 ?? false,
        };
    }

    /// <summary>Of a mailbox that collects a domain: whom the provider says it came for, when he has a mailbox here and is of the target's domain; else the target.</summary>
    private async Task<MailAddress> RecipientAsync(RemoteAccount account, FetchedHeader header, CancellationToken cancellationToken)
    {
        var target = account.Key.Target;
        return account.Multidrop is { } field
            && header.Recipient(field) is { } recipient
            && recipient.Domain.Equals(target.Domain, StringComparison.OrdinalIgnoreCase)
            && await router.ResolveAsync(recipient, cancellationToken) is RouteResult.Found found
            && found.Destinations.All(destination => destination is RouteDestination.Mailbox)
                ? recipient
                : target;
    }

    private static async Task<bool> IsAsciiAsync(Stream content, CancellationToken cancellationToken)
    {
        content.Position = 0;
        var block = new byte[(int)Math.Min(BlockSize, content.Length)];
        int read;
        while ((read = await content.ReadAsync(block, cancellationToken)) > 0)
        {
            if (!Ascii.IsValid(block.AsSpan(0, read)))
            {
                return false;
            }
        }

        return true;
    }
}
