using System.Runtime.CompilerServices;
using Mail.Core;
using Mail.Credentials;

namespace Mail.Ctl;

/// <summary>App passwords and grants that cannot be read, belong to nobody, or do not work with SCRAM.</summary>
internal sealed class CredentialCheck(IDirectoryEditor directory, ICredentialEditor credentials, ISenderGrantEditor grants) : ICheck
{
    public string Name => "app passwords and grants";

    public async IAsyncEnumerable<FindingView> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var problem in credentials.CheckAsync(cancellationToken).Concat(grants.CheckAsync(cancellationToken)))
        {
            yield return new FindingView("account", $"{problem.Table} {problem.Row}", problem.Problem);
        }

        // Two rows with one id are a finding of another check.
        var accounts = (await directory.ListAccountsAsync(domain: null, cancellationToken).ToListAsync(cancellationToken))
            .DistinctBy(account => account.AccountId)
            .ToDictionary(account => account.AccountId);
        await foreach (var grant in grants.ListAsync(accountId: null, cancellationToken))
        {
            if (!accounts.ContainsKey(grant.AccountId))
            {
                yield return new FindingView("account", $"SenderGrants {grant.AccountId} {grant.Sender}", "belongs to no account");
            }
        }

        var all = await credentials.ListAsync(accountId: null, cancellationToken).ToListAsync(cancellationToken);
        foreach (var of in all.GroupBy(password => password.AccountId))
        {
            if (!accounts.TryGetValue(of.Key, out var account))
            {
                yield return new FindingView("account", $"Credentials {of.Key}", "belongs to no account");
            }
            else if (AccountPasswords.SaltsOf(account, of) > 1)
            {
                yield return new FindingView(
                    "account", account.Address.ToString(), "has passwords of several salts: some do not work with SCRAM; revoke and add them again");
            }
        }
    }
}
