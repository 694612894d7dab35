using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Processing;

/// <summary>
/// Learns from what users send to the addresses for training (settings <c>train-ham-address</c>, <c>train-spam-address</c>), which are accounts of their own: the
/// messages attached to it (message/rfc822), or the one in the user's mailbox to which it refers, are trained for the user who has logged in to send it, and sent
/// it there himself. What anybody else sends or forwards there teaches nothing. Then it is moved into folder Done or Ignored of that account; nobody is answered.
/// </summary>
/// <remarks>Training the same again changes nothing, and the move comes last: a run that dies is repeated by the next.</remarks>
public sealed class ReportedMail(
    ISiteSettings settings, IDirectory directory, ISpool spool, IMailboxStore mailboxes, ISpamModels models, MessageTraining training, TrainingQueue queue,
    TimeProvider time, ILogger<ReportedMail> logger)
{
    private const string By = "reported";
    private const string Done = "Done";
    private const string Ignored = "Ignored";

    /// <summary>Of one address in one run: at 20 ms each it ends before the next.</summary>
    private const int MaxReports = 500;

    /// <summary>What fails may work later, when a row is mended; after a day it makes room.</summary>
    private static readonly TimeSpan TriedFor = TimeSpan.FromDays(1);

    /// <exception cref="StorageUnavailableException">The next run goes on.</exception>
    public async Task<ReportedCount> RunAsync(CancellationToken cancellationToken)
    {
        var site = await settings.GetAsync(cancellationToken);
        return await RunAsync(site.TrainHamAddress, TrainedAs.Ham, cancellationToken) + await RunAsync(site.TrainSpamAddress, TrainedAs.Spam, cancellationToken);
    }

    private async Task<ReportedCount> RunAsync(MailAddress? address, TrainedAs trainedAs, CancellationToken cancellationToken)
    {
        var count = new ReportedCount(0, 0, 0);
        if (address is null || await directory.FindAccountAsync(address.Domain, address.LocalPart, cancellationToken) is not { Enabled: true } box)
        {
            return count;
        }

        var reports = await mailboxes.ListAsync(box.AccountId, FolderName.Inbox, cancellationToken).Take(MaxReports).ToListAsync(cancellationToken);
        foreach (var report in reports)
        {
            count += await TakeAsync(box, address, report, trainedAs, cancellationToken);
        }

        return count;
    }

    /// <summary>One report. Whatever is wrong with it does not stop the others; only a storage that is away does.</summary>
    private async Task<ReportedCount> TakeAsync(
        AccountEntry box, MailAddress address, MailboxMessage report, TrainedAs trainedAs, CancellationToken cancellationToken)
    {
        var trained = 0;
        try
        {
            var sender = await SenderOfAsync(report, address, cancellationToken);
            trained = sender is null ? 0 : await TrainAsync(sender, box, report, trainedAs, cancellationToken);
        }
        catch (Exception e) when (e is UnusableRowException or not (StorageUnavailableException or OperationCanceledException))
        {
            TrainingLog.ReportFailed(logger, report.Id, e.Message);
            if (time.GetUtcNow() - report.ReceivedAt < TriedFor)
            {
                return new ReportedCount(1, 0, 0);
            }
        }

        var move = new MailboxMove(trained > 0 ? Done : Ignored, By) { From = FolderName.Inbox };
        await mailboxes.MoveAsync(box.AccountId, report.Id, move, cancellationToken);
        return new ReportedCount(1, trained, trained > 0 ? 0 : 1);
    }

    /// <summary>
    /// Who had logged in to send it, and to this address: a From field proves nothing, and what another's rule or alias sends on is not his own report. <c>null</c>
    /// when nobody had, or it is in the spool no longer.
    /// </summary>
    private async Task<AccountEntry?> SenderOfAsync(MailboxMessage report, MailAddress address, CancellationToken cancellationToken)
    {
        if (!QueueId.TryParse(report.Id.Split('-')[0], out var queueId) || await spool.OpenAsync(queueId, cancellationToken) is not { } message)
        {
            TrainingLog.ReportIgnored(logger, report.Id, "it is in the spool no longer");
            return null;
        }

        await using (message.Content)
        {
            var envelope = message.Envelope;
            var reason = ReasonAgainst(envelope, address);
            var account = reason is null && MailAddressParser.TryParse(envelope.AuthenticatedUser ?? "", out var user, out _)
                ? await directory.FindAccountAsync(user.Domain, user.LocalPart, cancellationToken)
                : null;
            if (account is { Enabled: true })
            {
                return account;
            }

            TrainingLog.ReportIgnored(logger, report.Id, reason ?? "nobody with an account had logged in to send it");
            return null;
        }
    }

    private static string? ReasonAgainst(Envelope envelope, MailAddress address) =>
        envelope.RedirectTo is not null ? "a rule sent it on"
        : !envelope.Recipients.Any(recipient => recipient.Address.Equals(address)) ? "it was sent to another address"
        : null;

    /// <returns>How many messages were found.</returns>
    private async Task<int> TrainAsync(
        AccountEntry sender, AccountEntry box, MailboxMessage report, TrainedAs trainedAs, CancellationToken cancellationToken)
    {
        var owner = ModelOwner.Account(sender.AccountId);
        var known = await models.GetAsync(sender.AccountId, cancellationToken);
        var found = await FindAsync(sender, box, report, cancellationToken);
        foreach (var text in found)
        {
            await training.TrainAsync(owner, new TrainingRequest(text, trainedAs, By, report.Id), known, cancellationToken);
        }

        if (found.Count > 0)
        {
            await queue.CompactSoonAsync(owner, cancellationToken);
        }

        return found.Count;
    }

    /// <summary>What is attached; else the message to which the report refers, as it lies in the sender's mailbox.</summary>
    private async Task<IReadOnlyList<TrainingText>> FindAsync(
        AccountEntry sender, AccountEntry box, MailboxMessage report, CancellationToken cancellationToken)
    {
        await using var content = await mailboxes.OpenAsync(box.AccountId, report.Id, cancellationToken);
        if (content is not null && await AttachedMessages.ReadAsync(content, cancellationToken) is { Count: > 0 } attached)
        {
            return attached;
        }

        // The message that is answered or forwarded comes last; those before it are the conversation, in which others may be wanted mail.
        return report.Summary.References is [.., var last] ? await FindInMailboxAsync(sender, last, cancellationToken) : [];
    }

    /// <returns>Nothing when several messages bear the identifier: a stranger may have given his spam that of another's message.</returns>
    private async Task<IReadOnlyList<TrainingText>> FindInMailboxAsync(AccountEntry sender, string messageId, CancellationToken cancellationToken)
    {
        var messages = await mailboxes.ListAsync(sender.AccountId, folder: null, cancellationToken)
            .Where(message => message.Summary.MessageId == messageId)
            .Take(2)
            .ToListAsync(cancellationToken);
        if (messages is not [var message])
        {
            return [];
        }

        await using var content = await mailboxes.OpenAsync(sender.AccountId, message.Id, cancellationToken);
        return content is null ? [] : [await TrainingText.ReadAsync(content, message.Decision.Screening?.Facts, keepTexts: false, cancellationToken)];
    }
}
