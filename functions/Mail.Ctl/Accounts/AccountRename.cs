using System.CommandLine;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class AccountRename : CtlCommand
{
    private readonly Argument<MailAddress> _address;
    private readonly Argument<MailAddress> _newAddress;

    public AccountRename(CtlApp app)
        : base(
            app,
            "rename",
            "Gives an account another address; its mail, password, quota and mailboxes elsewhere stay.",
            "mailctl account rename alice@example.test alice.jones@example.test")
    {
        _address = Take(Parameters.Address());
        _newAddress = Take(Parameters.Address("NEW-ADDRESS", "The address from now on; the old one is unknown unless you add an alias."));
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var (from, to) = (run.Get(_address), run.Get(_newAddress));
        if (await AccountLookup.FindAsync(run, from, cancellationToken) is not { } account)
        {
            return AccountLookup.NotFound(from);
        }

        if (await run.Storage.Directory.FindDomainAsync(to.Domain, cancellationToken) is not { Kind: not DomainKind.Alias })
        {
            return CommandResult.Refused($"{DomainView.Both(to.Domain)} is no domain that has accounts; see: mailctl domain list");
        }

        if (await run.Storage.Directory.FindAliasAsync(to.Domain, to.LocalPart, cancellationToken) is not null)
        {
            return CommandResult.Refused($"There is an alias {to}; remove it first: mailctl alias remove {to}");
        }

        return from.Equals(to)
            ? await AccountUpdate.SaveAsync(run, account with { Address = to }, $"Account {to} is now written so.", cancellationToken)
            : await MoveAsync(run, account with { Address = to }, from, cancellationToken);
    }

    private async Task<CommandResult> MoveAsync(
        CommandRun run, AccountEntry moved, MailAddress from, CancellationToken cancellationToken)
    {
        // Add before remove: in between both addresses lead to the one mailbox, and no mail is refused.
        if (!await run.Storage.Editor.AddAccountAsync(moved, cancellationToken))
        {
            return CommandResult.Refused($"Account {moved.Address} already exists; nothing was changed.");
        }

        // While both addresses are there: what collects mail finds an account under either.
        var left = await AccountRemotes.MoveAsync(run, from, moved.Address, cancellationToken);
        await run.Storage.Editor.RemoveAccountAsync(from, cancellationToken);
        foreach (var key in left)
        {
            Console.Warn($"{key} stays as it is, for nobody: {moved.Address} has a mailbox elsewhere of that name.");
        }

        run.Answer.Write(
            AccountView.From(moved),
            json => json.AccountView,
            text => text.Line($"Account {from} is now {moved.Address}. To keep the old address: mailctl alias add {from} {moved.Address}"));
        return CommandResult.Done;
    }
}
