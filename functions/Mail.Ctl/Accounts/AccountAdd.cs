using System.CommandLine;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class AccountAdd : CtlCommand
{
    private readonly Argument<MailAddress> _address;
    private readonly PasswordOptions _password = new();
    private readonly Option<QuotaParameter?> _quota;
    private readonly Option<string?> _name;

    public AccountAdd(CtlApp app)
        : base(
            app,
            "add",
            "Adds an account with an empty mailbox. Asks for the password unless an option gives it.",
            "mailctl account add alice@example.test",
            "pwgen -1 | mailctl account add alice@example.test --password-stdin --quota 1GiB --name 'Alice Example'",
            "mailctl account add archive@example.test --no-password")
    {
        _address = Take(Parameters.Address());
        Take(_password.FromInput);
        Take(_password.None);
        _quota = Take(new Option<QuotaParameter?>("--quota")
        {
            Description = "Limit over all folders. [default: none]",
            HelpName = "SIZE|none",
            CustomParser = QuotaParameter.Read,
        });
        _name = Take(Parameters.Text("--name", "The person's name."));
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var address = run.Get(_address);
        if (await ObjectionAsync(run, address, cancellationToken) is { } objection)
        {
            return objection;
        }

        var (account, problem) = await _password.ApplyAsync(
            run,
            Console,
            new AccountEntry
            {
                Address = address,
                AccountId = QueueId.New(Time).ToString(),
                QuotaBytes = run.Get(_quota)?.Bytes,
                DisplayName = run.Get(_name) is { Length: > 0 } name ? name : null,
            },
            cancellationToken);
        return problem ?? await AddAsync(run, account, cancellationToken);
    }

    private static async Task<CommandResult> AddAsync(CommandRun run, AccountEntry account, CancellationToken cancellationToken)
    {
        // The mailbox first: when this breaks off, an empty container is left over, and no account that lacks one.
        await run.Storage.Mailboxes.CreateMailboxAsync(account.AccountId, cancellationToken);
        if (!await run.Storage.Editor.AddAccountAsync(account, cancellationToken))
        {
            await run.Storage.Mailboxes.DeleteMailboxAsync(account.AccountId, cancellationToken);
            return Exists(account.Address);
        }

        run.Answer.Write(AccountView.From(account), json => json.AccountView, text => text.Line($"Account {account.Address} added."));
        return CommandResult.Done;
    }

    private static async ValueTask<CommandResult?> ObjectionAsync(CommandRun run, MailAddress address, CancellationToken cancellationToken)
    {
        var domain = await run.Storage.Directory.FindDomainAsync(address.Domain, cancellationToken);
        if (domain is null)
        {
            return DomainLookup.NotFound(address.Domain);
        }

        if (domain.Kind == DomainKind.Alias)
        {
            return CommandResult.Refused(
                $"{DomainView.Both(domain.Name)} is an alias domain; add the account as {address.WithDomain(domain.AliasOf ?? domain.Name)}.");
        }

        if (await AccountLookup.FindAsync(run, address, cancellationToken) is not null)
        {
            return Exists(address);
        }

        return await run.Storage.Directory.FindAliasAsync(address.Domain, address.LocalPart, cancellationToken) is null
            ? null
            : CommandResult.Refused($"There is an alias {address}, and an account goes before it; remove it first: mailctl alias remove {address}");
    }

    private static CommandResult Exists(MailAddress address) =>
        CommandResult.Refused($"Account {address} already exists; to change its password: mailctl account password {address}");
}
