using Mail.Core;

namespace Mail.Processing;

/// <summary>
/// Learns from what users send to the addresses for training (settings <c>train-ham-address</c>, <c>train-spam-address</c>), which are accounts of their own: the
/// messages attached to it (message/rfc822), or those in the user's mailbox to which it refers, are trained for the user who has logged in to send it. What anybody
/// else sends there teaches nothing. Then it is moved into folder Done or Ignored of that account; nobody is answered.
/// </summary>
/// <remarks>Training the same again changes nothing, and the move comes last: a run that dies is repeated by the next.</remarks>
public sealed class ReportedMail(
    ISiteSettings settings, IDirectory directory, ISpool spool, IMailboxStore mailboxes, ISpamModels models, MessageTraining training, TrainingQueue queue)
{
    private const string By = "reported";
    private const string Done = "Done";
    private const string Ignored = "Ignored";

    /// <summary>Of one address in one run: at 20 ms each it ends before the next.</summary>
    private const int MaxReports = 500;

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
            var trained = await SenderOfAsync(report, cancellationToken) is { } sender
                ? await TrainAsync(sender, box, report, trainedAs, cancellationToken)
                : 0;
            await mailboxes.MoveAsync(
                box.AccountId, report.Id, new MailboxMove(trained > 0 ? Done : Ignored, By) { From = FolderName.Inbox }, cancellationToken);
            count += new ReportedCount(1, trained, trained > 0 ? 0 : 1);
        }

        return count;
    }

    /// <summary>Who had logged in to send it: a From field proves nothing. <c>null</c> when nobody had, or it is in the spool no longer.</summary>
    private async Task<AccountEntry?> SenderOfAsync(MailboxMessage report, CancellationToken cancellationToken)
    {
        if (!QueueId.TryParse(report.Id.Split('-')[0], out var queueId) || await spool.OpenAsync(queueId, cancellationToken) is not { } message)
        {
            return null;
        }

        await using (message.Content)
        {
            return MailAddressParser.TryParse(message.Envelope.AuthenticatedUser ?? "", out var user, out _)
                && await directory.FindAccountAsync(user.Domain, user.LocalPart, cancellationToken) is { Enabled: true } account
                ? account
                : null;
        }
    }

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

    /// <summary>What is attached; else what the report refers to, as it lies in the sender's mailbox.</summary>
    private async Task<IReadOnlyList<TrainingText>> FindAsync(
        AccountEntry sender, AccountEntry box, MailboxMessage report, CancellationToken cancellationToken)
    {
        await using var content = await mailboxes.OpenAsync(box.AccountId, report.Id, cancellationToken);
        if (content is not null && await AttachedMessages.ReadAsync(content, cancellationToken) is { Count: > 0 } attached)
        {
            return attached;
        }

        var wanted = report.Summary.References.ToHashSet(StringComparer.Ordinal);
        return wanted.Count == 0 ? [] : await FindInMailboxAsync(sender, wanted, cancellationToken);
    }

    private async Task<IReadOnlyList<TrainingText>> FindInMailboxAsync(AccountEntry sender, HashSet<string> wanted, CancellationToken cancellationToken)
    {
        var found = new List<TrainingText>();
        var messages = mailboxes.ListAsync(sender.AccountId, folder: null, cancellationToken)
            .Where(message => wanted.Contains(message.Summary.MessageId))
            .Take(AttachedMessages.Max);
        await foreach (var message in messages)
        {
            await using var content = await mailboxes.OpenAsync(sender.AccountId, message.Id, cancellationToken);
            if (content is not null)
            {
                found.Add(await TrainingText.ReadAsync(content, message.Decision.Screening?.Facts, keepTexts: false, cancellationToken));
            }
        }

        return found;
    }
}
