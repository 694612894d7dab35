using Mail.Core;

namespace Mail.Ctl;

/// <summary>Goes through the mail of one account, several messages at a time, and shows how far it is. What it holds does not grow with the mailbox.</summary>
internal sealed class MailboxWalk(IMailboxStore mailboxes, TimeProvider time, string accountId, string? folder, DateTimeOffset? since)
{
    /// <summary>Reading a message is waiting, mostly; each may be in memory up to 1 MiB.</summary>
    private const int AtOnce = 8;

    public async Task RunAsync(CtlConsole console, string title, Func<MailboxMessage, CancellationToken, Task> each, CancellationToken cancellationToken)
    {
        var total = await MessagesAsync(cancellationToken).Select(message => message.Size).SumAsync(cancellationToken);
        await new ProgressDisplay(console, time).RunAsync(title, total, progress => Parallel.ForEachAsync(
            MessagesAsync(cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (message, token) =>
            {
                await each(message, token);
                progress(message.Size);
            }));
    }

    private IAsyncEnumerable<MailboxMessage> MessagesAsync(CancellationToken cancellationToken) =>
        mailboxes.ListAsync(accountId, folder, cancellationToken).Where(message => since is null || message.ReceivedAt >= since);
}
