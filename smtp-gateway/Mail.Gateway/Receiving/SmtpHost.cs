using System.Diagnostics;
using System.Text;
using Mail.Core;
using Mail.Smtp;

namespace Mail.Gateway;

/// <summary>What a session asks: who gets mail here, and where the content goes. One for each connection.</summary>
/// <param name="clientGone">Cancelled when the client's connection ends.</param>
internal sealed class SmtpHost(
    AccessPolicy access, ClientPolicy clients, PacePolicy pace, RecipientPolicy recipients, Refusals refusals, ISpool spool, Acceptor acceptor,
    SpoolHealth health, ISiteSettings settings, GatewayOptions options, TimeProvider time, ILogger<SmtpHost> logger, CancellationToken clientGone) : ISmtpHost
{
    /// <summary>The accepted recipients of the transaction, in the order of <see cref="SmtpTransaction.Recipients"/>.</summary>
    private List<Admission> _admitted = [];

    private IEnumerable<Admission> Kept => _admitted.Where(admission => !admission.IsDiscarded);

    private List<string> Tags =>
        [.. Kept.SelectMany(admission => admission.Verdict.Tags).Distinct(StringComparer.Ordinal).Take(Envelope.MaxTags)];

    public ValueTask<SmtpReply?> ConnectAsync(SmtpSessionInfo session, CancellationToken cancellationToken)
    {
        if (pace.Connected(session) is { } refusal)
        {
            return new(refusals.Answer(refusal, session));
        }

        clients.Begin(session);
        return default;
    }

    public ValueTask<SmtpReply?> HeloAsync(SmtpSessionInfo session, CancellationToken cancellationToken)
    {
        clients.Greeted(session);
        return default;
    }

    public ValueTask<SmtpReply?> MailAsync(SmtpSessionInfo session, SmtpTransaction transaction, CancellationToken cancellationToken)
    {
        _admitted = [];
        if ((SubmissionGate.Check(session, options) ?? pace.MailGiven(session)) is { } refusal)
        {
            return new(refusals.Answer(refusal, session, transaction));
        }

        // Behind the limits, for it asks the DNS about a name that the client chose.
        ClientPolicy.MailGiven(session, transaction.ReversePath);
        return default;
    }

    public async ValueTask<SmtpReply?> RcptAsync(
        SmtpSessionInfo session, SmtpTransaction transaction, EnvelopeRecipient recipient, CancellationToken cancellationToken)
    {
        try
        {
            if (pace.RecipientGiven(session) is { } tooFast)
            {
                return refusals.Answer(tooFast, session, transaction, recipient.Address);
            }

            await ClientPolicy.IdentifyAsync(session, cancellationToken);
            var admission = await access.AdmitAsync(session, transaction, recipient.Address, cancellationToken);
            if (admission.Refusal is { } refusal)
            {
                if (admission.Greylist is null)
                {
                    pace.RecipientRefused(session);
                }

                return refusals.Answer(refusal, session, transaction, recipient.Address);
            }

            if (admission.IsDiscarded)
            {
                refusals.Discarded(admission.Verdict.Final!, session, transaction, recipient.Address);
            }

            _admitted.Add(admission);
            return null;
        }
        catch (StorageUnavailableException e)
        {
            GatewayLog.DirectoryUnavailable(logger, session.Id, recipient.Address, e.Message);
            throw;
        }
    }

    public async ValueTask<ISmtpMessage> BeginMessageAsync(
        SmtpSessionInfo session, SmtpTransaction transaction, CancellationToken cancellationToken)
    {
        if (transaction.ReversePath is not null && Kept.Any(admission => admission.IsReturn))
        {
            // Not at RCPT: whoever asks there whether a sender exists does it under an address of his own (Postfix's address_verify_sender).
            var refusal = new Refusal(GatewayReplies.NoticesOnly, "not-a-notice", "sent to an SRS address under a reverse-path that is not null");
            return new RefusedMessage(() => refusals.Answer(refusal, session, transaction));
        }

        if (!Kept.Any())
        {
            return new DiscardedMessage(session, transaction, QueueId.New(time), logger);
        }

        var activity = Telemetry.Source.StartActivity("receive", ActivityKind.Server);
        var envelope = EnvelopeOf(session, transaction, activity) with { Checks = WithGreylist(await clients.RecordAsync(session, cancellationToken)) };
        activity?.SetTag("mail.queue_id", envelope.QueueId.ToString());
        ISpoolWriter? writer = null;
        try
        {
            writer = await spool.BeginAsync(envelope, cancellationToken);
            writer.Held = Kept.Any(admission => admission.Verdict.Holds);
            var traced = await ShownAsync(envelope, cancellationToken);
            await writer.WriteAsync(Encoding.UTF8.GetBytes(ReceivedField.Format(traced, options.HostName)), cancellationToken);
            var fingerprint = new FingerprintBuilder(
                transaction.ReversePath, transaction.EnvId, transaction.Recipients.Select(recipient => recipient.Address));
            var hopLimit = (await settings.GetAsync(cancellationToken)).HopLimit;
            return new IncomingMessage(
                envelope, hopLimit, refusal => refusals.Answer(refusal, session, transaction), fingerprint, writer, acceptor, health, activity, time, logger, clientGone);
        }
        catch (Exception e)
        {
            await (writer?.DisposeAsync() ?? ValueTask.CompletedTask);
            activity?.SetStatus(ActivityStatusCode.Error);
            activity?.Dispose();
            health.Failed();
            GatewayLog.NotSpooled(logger, envelope.QueueId, "begin", e.Message);
            throw;
        }
    }

    /// <summary>Of several recipients the one about whom the least is known says how the message got past greylisting.</summary>
    private string? WithGreylist(string? checks)
    {
        var outcomes = Kept.Select(admission => admission.Greylist).OfType<CheckOutcome>().ToList();
        return outcomes.Count == 0
            ? checks
            : ClientChecks.Append(
                checks,
                new ClientCheck(
                    ClientCheckNames.Greylist, outcomes.Contains(CheckOutcome.Unavailable) ? CheckOutcome.Unavailable : CheckOutcome.Pass));
    }

    /// <summary>What of the envelope the recipients may see: where a user was when he sent something is nobody's business, by setting.</summary>
    private async ValueTask<Envelope> ShownAsync(Envelope envelope, CancellationToken cancellationToken) =>
        envelope.AuthenticatedUser is not null && (await settings.GetAsync(cancellationToken)).HideClientAddress
            ? envelope with { ClientAddress = null, ClientName = null, Helo = null }
            : envelope;

    private Envelope EnvelopeOf(SmtpSessionInfo session, SmtpTransaction transaction, Activity? activity) => new()
    {
        QueueId = QueueId.New(time),
        ReversePath = transaction.ReversePath,
        Recipients = [.. transaction.Recipients.Zip(_admitted).Where(pair => !pair.Second.IsDiscarded).Select(Actual)],
        ArrivedAt = time.GetUtcNow(),
        ClientAddress = session.ClientAddress,
        ClientName = session.ClientName,
        Helo = session.Helo,
        Protocol = ReceivedField.Protocol(
            session.IsEsmtp, transaction.SmtpUtf8, session.TlsProtocol is not null, session.AuthenticatedUser is not null),
        TlsProtocol = session.TlsProtocol,
        TlsCipher = session.TlsCipher,
        AuthenticatedUser = session.AuthenticatedUser,
        MayRelay = recipients.MayRelay(session),
        Body = transaction.Body,
        SmtpUtf8 = transaction.SmtpUtf8,
        RequireTls = transaction.RequireTls,
        Ret = transaction.Ret,
        EnvId = transaction.EnvId,
        Tags = Tags is [_, ..] tags ? tags : null,
        TraceParent = activity?.Id,
    };

    private static EnvelopeRecipient Actual((EnvelopeRecipient Recipient, Admission Admission) pair)
    {
        var (recipient, actual) = (pair.Recipient, pair.Admission.Recipient);
        return ReferenceEquals(actual, recipient.Address)
            ? recipient
            // A notice must name the address that the sender used (RFC 3461 §4.2).
            : recipient with { Address = actual, OriginalRecipient = recipient.OriginalRecipient ?? $"rfc822;{recipient.Address}" };
    }
}
