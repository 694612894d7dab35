using System.Globalization;
using System.Text;
using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Processing;

/// <summary>Puts the notices that a job owes into the spool and the queue <c>incoming</c>: from there on they are messages like others. May be repeated.</summary>
public sealed class NoticeSpooler(
    ISpool spool, IncomingQueue incoming, INoticeWriter writer, OutboundOptions options, TimeProvider time, ILogger<NoticeSpooler> logger)
{
    /// <param name="original">Its content is read; where it stands afterwards is not defined.</param>
    /// <exception cref="StorageUnavailableException">Some may be spooled; the job still names all of them.</exception>
    public async Task SpoolAsync(OutboundJob job, SpooledMessage original, SiteSettings settings, CancellationToken cancellationToken)
    {
        foreach (var notice in job.Notices)
        {
            if (AddresseeOf(job, original.Envelope, settings) is not { } to)
            {
                // Told to nobody, but not lost: the record of the message says what failed.
                OutboundLog.NobodyToTell(logger, job.JobId, job.Destination);
                continue;
            }

            if (await spool.FindAsync(notice.QueueId, cancellationToken) is null)
            {
                await WriteAsync(job, notice, to, original, settings, cancellationToken);
            }

            // 1 and not 0: a run that died after this line leaves another pointer, and 0 promises that there is none.
            await incoming.EnqueueAsync(new IncomingPointer(notice.QueueId, Attempt: 1), TimeSpan.Zero, cancellationToken);
            OutboundLog.Noticed(logger, job.JobId, notice.Kind, notice.QueueId, to);
        }
    }

    /// <summary>
    /// The sender; for a notice that cannot be delivered (a double bounce) the postmaster here; nobody when it was for the postmaster, or notices would
    /// breed notices. RFC 5321 §6.1: never to the null reverse-path.
    /// </summary>
    private MailAddress? AddresseeOf(OutboundJob job, Envelope envelope, SiteSettings settings)
    {
        if (job.ReversePath is { } sender)
        {
            return sender;
        }

        var domain = job.ForwardedBy?.Domain ?? options.HostName;
        var postmaster = settings.Postmaster ?? (MailAddressParser.TryParse($"postmaster@{domain}", out var address, out _) ? address : null);
        return envelope.Recipients.Any(recipient => recipient.Address.LocalPart.Equals("postmaster", StringComparison.OrdinalIgnoreCase)
            || recipient.Address.Equals(postmaster)) ? null : postmaster;
    }

    private async Task WriteAsync(OutboundJob job, OutboundNotice notice, MailAddress to, SpooledMessage original, SiteSettings settings, CancellationToken cancellationToken)
    {
        original.Content.Position = 0;
        var now = time.GetUtcNow();
        var content = writer.Write(NoticeOf(job, notice, to, original, settings, now));
        var envelope = new Envelope
        {
            QueueId = notice.QueueId,
            ReversePath = null,
            Recipients = [new EnvelopeRecipient { Address = to, Notify = DsnNotify.Never }],
            ArrivedAt = now,
            Protocol = "DSN",
            MayRelay = true,
            Body = Ascii.IsValid(content.Span) ? BodyType.SevenBit : BodyType.EightBitMime,
            SmtpUtf8 = original.Envelope.SmtpUtf8,
            // RFC 8689 §5: what a notice tells of a message is as worth protecting as the message.
            RequireTls = original.Envelope.RequireTls,
        };
        var received = string.Create(
            CultureInfo.InvariantCulture,
            $"Received: by {options.HostName} (Mail.Cloud) id {notice.QueueId};\r\n {now:ddd, dd MMM yyyy HH:mm:ss} +0000\r\n");
        await using var spooled = await spool.BeginAsync(envelope, cancellationToken);
        await spooled.WriteAsync(Encoding.ASCII.GetBytes(received), cancellationToken);
        await spooled.WriteAsync(content, cancellationToken);
        await spooled.CommitAsync(cancellationToken);
    }

    private DeliveryNotice NoticeOf(
        OutboundJob job, OutboundNotice notice, MailAddress to, SpooledMessage original, SiteSettings settings, DateTimeOffset now)
    {
        return new DeliveryNotice
        {
            Kind = notice.Kind,
            To = to,
            NoticeId = notice.QueueId,
            OriginalId = job.QueueId,
            ReportingMta = options.HostName,
            AuthorDomain = job.ForwardedBy?.Domain ?? DomainOf(original.Envelope.AuthenticatedUser),
            EnvId = original.Envelope.EnvId,
            // RFC 8689 §5: the content of such a message does not travel back. Nor does a stranger's: a forged sender would get from us what was refused to us.
            Ret = original.Envelope is { MayRelay: true, RequireTls: false } ? original.Envelope.Ret : DsnReturn.Headers,
            SmtpUtf8 = original.Envelope.SmtpUtf8,
            ArrivedAt = original.Envelope.ArrivedAt,
            Now = now,
            Original = original.Content,
            Recipients =
            [
                .. notice.Recipients
                    .Where(index => index >= 0 && index < job.Recipients.Count)
                    .Select(index => RecipientOf(job, job.Recipients[index], notice.Kind, original.Envelope, settings)),
            ],
        };
    }

    private static NoticeRecipient RecipientOf(OutboundJob job, OutboundRecipient recipient, NoticeKind kind, Envelope envelope, SiteSettings settings)
    {
        var named = envelope.Recipients.ElementAtOrDefault(recipient.Place - 1);
        return new NoticeRecipient
        {
            Address = named?.Address ?? recipient.Address,
            OriginalRecipient = named?.OriginalRecipient,
            Action = kind switch
            {
                NoticeKind.Failure => NoticeAction.Failed,
                NoticeKind.Delay => NoticeAction.Delayed,
                _ => NoticeAction.Relayed,
            },
            Status = recipient.Status,
            Reason = recipient.Reason,
            RemoteMta = recipient.Host,
            Diagnostic = recipient.Reply?.ToString(),
            LastAttemptAt = recipient.At,
            WillRetryUntil = kind == NoticeKind.Delay ? job.QueueId.Time + settings.QueueLifetime : null,
        };
    }

    private static string? DomainOf(string? address) =>
        address is not null && MailAddressParser.TryParse(address, out var parsed, out _) ? parsed.Domain : null;
}
