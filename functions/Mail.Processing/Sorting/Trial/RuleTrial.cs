using Mail.Core;
using Mail.Sieve;

namespace Mail.Processing;

/// <summary>Tells what rules would do with a message that is in a mailbox already. It does none of it, and changes nothing.</summary>
public sealed class RuleTrial(IMailboxStore mailboxes, Router router, SortFolders folders, FlowOptions options, TimeProvider time)
{
    private readonly SieveInterpreter _interpreter = new(RuleOptions.Row, time);

    /// <summary>One outcome for each of <paramref name="books"/>, in their order; <c>null</c> when the message is not there any more.</summary>
    /// <exception cref="StorageUnavailableException">Nothing is known.</exception>
    public async Task<IReadOnlyList<TrialOutcome>?> RunAsync(
        AccountEntry account, MailboxMessage message, IReadOnlyList<RuleBook> books, CancellationToken cancellationToken)
    {
        await using var stored = await mailboxes.OpenAsync(account.AccountId, message.Id, cancellationToken);
        if (stored is null)
        {
            return null;
        }

        var delivered = await DeliveredMessage.ReadAsync(stored, message, account, cancellationToken);
        var content = new ScreenedMessage(await SieveMessage.OpenAsync(delivered.Content, MessageLimits.Default, cancellationToken), delivered.OwnFields);
        var place = await new DetailFolders(mailboxes).ChooseAsync(await RouteAsync(account, delivered.Recipient, cancellationToken), cancellationToken);
        var sorted = new SortedMessage(account, delivered.Recipient, place, MailboxVerdict.Recorded(message.Decision));
        var outcomes = new List<TrialOutcome>();
        foreach (var book in books)
        {
            outcomes.Add(await RunAsync(book, sorted, delivered, content, cancellationToken));
        }

        return outcomes;
    }

    private async Task<TrialOutcome> RunAsync(
        RuleBook book, SortedMessage message, DeliveredMessage delivered, ISieveMessage content, CancellationToken cancellationToken)
    {
        var account = message.Account;
        var host = new SortHost(book, mailboxes, NothingSeen.Instance, account.AccountId, delivered.Envelope.QueueId, delivered.Envelope.ArrivedAt);
        var environment = SortEnvironment.For(delivered.Envelope, message, options);
        var result = await _interpreter.RunAsync(await book.ForMailboxAsync(account, cancellationToken), content, environment, host, cancellationToken);
        var draft = new SortDraft(message, content, delivered.Envelope, folders);
        foreach (var action in result.Actions)
        {
            await draft.AddAsync(action, cancellationToken);
        }

        return TrialOutcome.Of(draft.Finish(result), result.Error);
    }

    /// <summary>By which way the recipient leads here now, for the detail in it.</summary>
    private async Task<RouteDestination.Mailbox> RouteAsync(AccountEntry account, MailAddress recipient, CancellationToken cancellationToken)
    {
        try
        {
            if (await router.ResolveAsync(recipient, cancellationToken) is RouteResult.Found found
                && found.Destinations.OfType<RouteDestination.Mailbox>().FirstOrDefault(mailbox => mailbox.Account.AccountId == account.AccountId) is { } mailbox)
            {
                return mailbox;
            }
        }
        catch (UnusableRowException)
        {
            // What the directory says cannot be read; the mail is here all the same.
        }

        return new RouteDestination.Mailbox(account, Detail: null) { Steps = [] };
    }

    /// <summary>Each message is the first of its kind: what a test for duplicates would say depends on the others, and on when.</summary>
    private sealed class NothingSeen : ISeenMessages
    {
        public static NothingSeen Instance { get; } = new();

        public ValueTask<SeenMessage?> FindAsync(string accountId, string handle, string id, CancellationToken cancellationToken) => new((SeenMessage?)null);

        public ValueTask RememberAsync(SeenMessage seen, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask<int> PruneAsync(DateTimeOffset now, CancellationToken cancellationToken) => new(0);
    }
}
