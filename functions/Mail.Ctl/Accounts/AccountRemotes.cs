using Mail.Core;

namespace Mail.Ctl;

/// <summary>What hangs on an account by its address: mailboxes elsewhere from which mail is collected for it.</summary>
internal static class AccountRemotes
{
    /// <summary>Under the new address they keep their ids, so passwords open and what has been fetched stays known.</summary>
    /// <returns>Those that were left, because the new address has one of that name.</returns>
    public static async Task<IReadOnlyList<RemoteAccountKey>> MoveAsync(CommandRun run, MailAddress from, MailAddress to, CancellationToken cancellationToken)
    {
        var left = new List<RemoteAccountKey>();
        foreach (var account in await run.Storage.RemoteAccounts.ListAsync(from, cancellationToken).ToListAsync(cancellationToken))
        {
            // Add before remove: its password stands nowhere else. A visit in between waits until the old one is gone.
            if (await run.Storage.RemoteAccounts.AddAsync(account with { Key = account.Key with { Target = to } }, cancellationToken))
            {
                await run.Storage.RemoteAccounts.RemoveAsync(account.Key, cancellationToken);
            }
            else
            {
                left.Add(account.Key);
            }
        }

        return left;
    }

    public static async Task RemoveAllAsync(CommandRun run, MailAddress target, CancellationToken cancellationToken)
    {
        foreach (var account in await run.Storage.RemoteAccounts.ListAsync(target, cancellationToken).ToListAsync(cancellationToken))
        {
            await RemoveAsync(run, account, cancellationToken);
        }
    }

    /// <summary>With what has been fetched, unless that is another's from which this row was copied.</summary>
    public static async Task RemoveAsync(CommandRun run, RemoteAccount account, CancellationToken cancellationToken)
    {
        var health = (await run.Storage.FetchState.LoadAsync(account.Id, cancellationToken)).Health;
        var other = await RemoteAccountOwner.FindOtherAsync(run.Storage.RemoteAccounts, account, health, cancellationToken);
        await run.Storage.RemoteAccounts.RemoveAsync(account.Key, cancellationToken);
        if (other is null)
        {
            await run.Storage.FetchState.ForgetAsync(account.Id, cancellationToken);
        }
    }
}
