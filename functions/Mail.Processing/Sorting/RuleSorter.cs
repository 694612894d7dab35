using Mail.Core;
using Mail.Sieve;
using Microsoft.Extensions.Logging;

namespace Mail.Processing;

/// <summary>
/// Decides what becomes of a message in a mailbox, by the rules of site, domain and account. Whatever goes wrong with rules, the message is kept; only
/// a storage that cannot be reached puts it off.
/// </summary>
public sealed class RuleSorter(
    RuleBook book,
    DetailFolders details,
    SortFolders folders,
    ScreenFolders screened,
    IScreen screen,
    IMailboxStore mailboxes,
    ISeenMessages seen,
    FlowOptions options,
    TimeProvider time,
    ILogger<RuleSorter> logger)
{
    private readonly SieveInterpreter _interpreter = new(RuleOptions.Row, time);

    /// <exception cref="StorageUnavailableException">The message has to be sorted again later.</exception>
    internal async ValueTask<SortDecision> SortAsync(
        FlowRun run, MailAddress recipient, RouteDestination.Mailbox mailbox, ScreenVerdict verdict)
    {
        var account = mailbox.Account;
        var judged = await screen.JudgeAsync(verdict, account, run.CancellationToken);
        if (judged.Place == FilingPlace.Nowhere)
        {
            return SortDecision.Drop(judged);
        }

        var message = await PlaceAsync(run, recipient, mailbox, judged);
        var scopes = await book.ForMailboxAsync(account, run.CancellationToken);
        if (scopes.Count == 0 || run.Envelope.Unsorted)
        {
            return SortDecision.Keep(message.Place, judged);
        }

        try
        {
            var host = new SortHost(book, mailboxes, seen, account.AccountId, run.Envelope.QueueId, run.Now);
            var environment = SortEnvironment.For(run.Envelope, message, options);
            var result = await _interpreter.RunAsync(scopes, await run.OpenForRulesAsync(), environment, host, run.CancellationToken);
            return await DecideAsync(run, message, result);
        }
        catch (Exception e) when (e is not (OperationCanceledException or StorageUnavailableException))
        {
            SortLog.Fault(logger, e, run.Envelope.QueueId, account.Address.ToString());
            return SortDecision.Keep(message.Place, judged, "kept: an error in the engine of rules");
        }
    }

    /// <summary>
    /// Rules of the site have said where, or it is what the sender has named by a detail, unless it is spam; a rule that says <c>keep</c> does not want it
    /// in Junk.
    /// </summary>
    private async ValueTask<SortedMessage> PlaceAsync(FlowRun run, MailAddress recipient, RouteDestination.Mailbox mailbox, MailboxVerdict verdict)
    {
        var kept = run.Incoming.Folder is { } file
            ? await folders.ChooseAsync(mailbox.Account.AccountId, file, run.CancellationToken)
            : await details.ChooseAsync(mailbox, run.CancellationToken);
        var place = run.Incoming.Folder is null
            ? await screened.ChooseAsync(mailbox.Account.AccountId, verdict, kept, run.CancellationToken)
            : kept;
        return new SortedMessage(mailbox.Account, recipient, place, verdict)
        {
            Kept = kept,
            WasDelivered = run.WasDelivered(mailbox.Account.AccountId),
        };
    }

    private async ValueTask<SortDecision> DecideAsync(FlowRun run, SortedMessage message, SieveResult result)
    {
        if (result.Error is { } error)
        {
            SortLog.Failed(logger, run.Envelope.QueueId, message.Account.Address.ToString(), error.ToString());
        }

        var draft = new SortDraft(message, await run.OpenForRulesAsync(), run.Envelope, folders);
        foreach (var action in result.Actions)
        {
            await draft.AddAsync(action, run.CancellationToken);
        }

        return draft.Finish(result);
    }
}
