using Mail.Core;

namespace Mail.Ctl;

/// <summary>Mailboxes elsewhere that cannot be used, are paused, or for nobody.</summary>
internal sealed class FetchCheck(IRemoteAccountsEditor accounts, IFetchState state, IDirectory directory) : ICheck
{
    public string Name => "remote accounts";

    public async IAsyncEnumerable<FindingView> RunAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var problem in accounts.CheckAsync(cancellationToken))
        {
            yield return new FindingView("fetch", $"{problem.Table} {problem.Row}", problem.Problem);
        }

        await foreach (var account in accounts.ListAsync(cancellationToken))
        {
            var health = (await state.LoadAsync(account.Id, cancellationToken)).Health;
            if (health.ToldAt is not null)
            {
                yield return new FindingView("fetch", account.Key.ToString(), account.Paused is { } reason ? $"paused: {reason}" : $"failing: {health.Problem}");
            }

            if (await RemoteAccountOwner.FindOtherAsync(accounts, account, health, cancellationToken) is { } other)
            {
                yield return new FindingView("fetch", account.Key.ToString(), RemoteAccountOwner.ProblemOf(other));
            }

            if (await ProblemOfTargetAsync(account.Key.Target, cancellationToken) is { } problem)
            {
                yield return new FindingView("fetch", account.Key.ToString(), problem);
            }
        }
    }

    private async Task<string?> ProblemOfTargetAsync(MailAddress target, CancellationToken cancellationToken)
    {
        try
        {
            return await directory.FindAccountAsync(target.Domain, target.LocalPart, cancellationToken) is null ? $"there is no account {target} here: nothing is collected" : null;
        }
        catch (UnusableRowException e)
        {
            return e.Message;
        }
    }
}
