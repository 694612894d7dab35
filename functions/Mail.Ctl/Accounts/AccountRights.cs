using Mail.Core;

namespace Mail.Ctl;

/// <summary>What hangs on an account by its id: app passwords, grants and rules.</summary>
internal static class AccountRights
{
    public static async Task RemoveAllAsync(CommandRun run, string accountId, CancellationToken cancellationToken)
    {
        foreach (var password in await run.Storage.Credentials.ListAsync(accountId, cancellationToken).ToListAsync(cancellationToken))
        {
            await run.Storage.Credentials.RemoveAsync(accountId, password.Name, cancellationToken);
        }

        foreach (var grant in await run.Storage.Grants.ListAsync(accountId, cancellationToken).ToListAsync(cancellationToken))
        {
            await run.Storage.Grants.RemoveAsync(accountId, grant.Sender, cancellationToken);
        }

        var scope = RuleScope.OfAccount(accountId);
        foreach (var rule in await run.Storage.Rules.ListAsync(scope, cancellationToken).ToListAsync(cancellationToken))
        {
            await run.Storage.Rules.RemoveAsync(scope, rule.Name, cancellationToken);
        }
    }
}
