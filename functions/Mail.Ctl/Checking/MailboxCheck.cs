using System.Runtime.CompilerServices;
using Mail.Core;

namespace Mail.Ctl;

/// <summary>Accounts without a domain or a mailbox, mailboxes of no account, and mailboxes whose index, blobs and counts do not agree.</summary>
internal sealed class MailboxCheck(IDirectoryEditor editor, IMailboxStore mailboxes) : ICheck
{
    public string Name => "mailboxes";

    public async IAsyncEnumerable<FindingView> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var domains = await editor.ListDomainsAsync(cancellationToken).Select(d => d.Name).ToHashSetAsync(cancellationToken: cancellationToken);
        var owners = new Dictionary<string, MailAddress>(StringComparer.Ordinal);
        await foreach (var account in editor.ListAccountsAsync(domain: null, cancellationToken))
        {
            if (!domains.Contains(account.Address.Domain))
            {
                yield return new FindingView(
                    "account", account.Address.ToString(), $"its domain is not in the directory; add it: mailctl domain add {account.Address.Domain}");
            }

            if (!owners.TryAdd(account.AccountId, account.Address))
            {
                yield return new FindingView(
                    "account", account.Address.ToString(), $"shares the mailbox {account.AccountId} with {owners[account.AccountId]}");
                continue;
            }

            await foreach (var finding in CheckAsync(account, cancellationToken))
            {
                yield return finding;
            }
        }

        await foreach (var accountId in mailboxes.ListAccountIdsAsync(cancellationToken).Where(id => !owners.ContainsKey(id)))
        {
            yield return new FindingView("mailbox", "mailbox-" + accountId, "belongs to no account: left over, or the account was removed and its mail kept");
        }
    }

    private async IAsyncEnumerable<FindingView> CheckAsync(AccountEntry account, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await mailboxes.FindFolderAsync(account.AccountId, FolderName.Inbox, cancellationToken) is null)
        {
            yield return new FindingView("account", account.Address.ToString(), "has no mailbox yet; the first message makes it");
            yield break;
        }

        await foreach (var problem in mailboxes.CheckAsync(account.AccountId, cancellationToken))
        {
            yield return new FindingView("mailbox", account.Address.ToString(), problem);
        }
    }
}
