using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Mail.Core;
using Microsoft.Extensions.Logging;
using MimeKit;

namespace Mail.Processing;

/// <summary>
/// Turns an <c>.eml</c> file that somebody put into the spool by hand into a message of ours: with an envelope made from its header, our
/// Received field and a queue id. Only our own domains are served, so that a file copied here does not mail the people in its header again.
/// </summary>
public sealed class DroppedFiles(
    ISpool spool, IncomingQueue incoming, IDirectory directory, FlowOptions options, TimeProvider time, ILogger<DroppedFiles> logger)
{
    /// <summary>A file may still be on its way up; storage shows it only when it is whole, but a tool may write it twice.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(10);

    /// <summary>RFC 5321 §4.5.3.1.8.</summary>
    private const int MaxRecipients = 100;

    /// <summary>Bytes read while looking for the end of the header.</summary>
    private const int MaxHeader = 256 * 1024;

    /// <summary>False when the file is too new, is no message for anyone here, or is gone.</summary>
    public async ValueTask<bool> AdoptAsync(SpoolEntry entry, CancellationToken cancellationToken)
    {
        if (!entry.Name.EndsWith(".eml", StringComparison.OrdinalIgnoreCase) || entry.CommittedAt + Settled > time.GetUtcNow())
        {
            return false;
        }

        await using var content = await spool.OpenDroppedAsync(entry.Name, cancellationToken);
        if (content is null)
        {
            return false;
        }

        var envelope = await ReadEnvelopeAsync(entry, content, cancellationToken);
        if (envelope is null)
        {
            return false;
        }

        // Named after the file and its time: a sweep that dies after the commit finds its own work here and does not double it.
        if (await spool.FindAsync(envelope.QueueId, cancellationToken) is null)
        {
            await CopyAsync(envelope, content, cancellationToken);
        }

        await incoming.EnqueueAsync(new IncomingPointer(envelope.QueueId, Attempt: 1), TimeSpan.Zero, cancellationToken);
        await spool.DeleteDroppedAsync(entry.Name, cancellationToken);
        FlowLog.Adopted(logger, envelope.QueueId, entry.Name);
        return true;
    }

    private async ValueTask<Envelope?> ReadEnvelopeAsync(SpoolEntry entry, Stream content, CancellationToken cancellationToken)
    {
        var header = ReadHeader(content, cancellationToken);
        if (header is null)
        {
            FlowLog.NotAdopted(logger, entry.Name, "it does not begin with a message header");
            return null;
        }

        var recipients = await LocalRecipientsAsync(header, cancellationToken);
        if (recipients.Count == 0)
        {
            FlowLog.NotAdopted(logger, entry.Name, "no X-Envelope-To, To, Cc or Bcc address is in a domain of ours");
            return null;
        }

        return new Envelope
        {
            QueueId = QueueId.Derive(entry.CommittedAt, SHA256.HashData(Encoding.UTF8.GetBytes(entry.Name))),
            ReversePath = ReversePath(header),
            Recipients = recipients,
            ArrivedAt = time.GetUtcNow(),
            Protocol = "local",
        };
    }

    private static HeaderList? ReadHeader(Stream content, CancellationToken cancellationToken)
    {
        try
        {
            content.Position = 0;
            using var start = new PrefixStream(content, MaxHeader);
            var header = HeaderList.Load(ParserOptions.Default, start, cancellationToken);
            return header.Count > 0 ? header : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>X-Envelope-To alone when it is there, as for <c>sendmail -t</c> the To, Cc and Bcc fields otherwise.</summary>
    private async ValueTask<List<EnvelopeRecipient>> LocalRecipientsAsync(HeaderList header, CancellationToken cancellationToken)
    {
        var fields = header.Contains("X-Envelope-To") ? ["X-Envelope-To"] : new[] { "To", "Cc", "Bcc" };
        var recipients = new List<EnvelopeRecipient>();
        foreach (var address in fields.SelectMany(field => Addresses(header, field)).Distinct())
        {
            if (recipients.Count < MaxRecipients && await IsOursAsync(address.Domain, cancellationToken))
            {
                recipients.Add(new EnvelopeRecipient { Address = address });
            }
        }

        return recipients;
    }

    private async ValueTask<bool> IsOursAsync(string domain, CancellationToken cancellationToken)
    {
        try
        {
            return await directory.FindDomainAsync(domain, cancellationToken) is { Enabled: true };
        }
        catch (UnusableRowException)
        {
            // Reported where the directory is read; the file is looked at again by the next sweep.
            return false;
        }
    }

    private static MailAddress? ReversePath(HeaderList header) =>
        Addresses(header, header.Contains(HeaderId.ReturnPath) ? "Return-Path" : "From").FirstOrDefault();

    private static IEnumerable<MailAddress> Addresses(HeaderList header, string field)
    {
        foreach (var value in header.Where(h => h.Field.Equals(field, StringComparison.OrdinalIgnoreCase)).Select(h => h.Value))
        {
            if (!InternetAddressList.TryParse(value, out var list))
            {
                continue;
            }

            foreach (var mailbox in list.Mailboxes)
            {
                if (MailAddressParser.TryParse(mailbox.Address, out var address, out _))
                {
                    yield return address;
                }
            }
        }
    }

    private async ValueTask CopyAsync(Envelope envelope, Stream content, CancellationToken cancellationToken)
    {
        await using var writer = await spool.BeginAsync(envelope, cancellationToken);
        var received = string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"Received: by {options.HostName} with local id {envelope.QueueId};\r\n {envelope.ArrivedAt:ddd, dd MMM yyyy HH:mm:ss} +0000\r\n");
        await writer.WriteAsync(Encoding.UTF8.GetBytes(received), cancellationToken);

        content.Position = 0;
        var buffer = new byte[64 * 1024];
        var output = new ArrayBufferWriter<byte>(2 * buffer.Length);
        var converter = new CrlfConverter(output);
        int read;
        while ((read = await content.ReadAsync(buffer, cancellationToken)) > 0)
        {
            converter.Write(buffer.AsSpan(0, read));
            await writer.WriteAsync(output.WrittenMemory, cancellationToken);
            output.ResetWrittenCount();
        }

        await writer.CommitAsync(cancellationToken);
    }
}
