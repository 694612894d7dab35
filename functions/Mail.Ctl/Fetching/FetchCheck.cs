using Mail.Core;

namespace Mail.Ctl;

/// <summary>Mailboxes elsewhere that cannot be used, are paused, or for nobody.</summary>
internal sealed class FetchCheck(IRemoteAccountsEditor accounts, IFetchState state) : ICheck
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
        }
    }
}
