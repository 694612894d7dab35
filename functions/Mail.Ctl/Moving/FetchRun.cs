using System.CommandLine;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class FetchRun : CtlCommand
{
    private readonly Argument<RemoteAccountKey> _account;
    private readonly Option<bool> _allFolders;

    public FetchRun(CtlApp app)
        : base(
            app,
            "run",
            "Moves a whole IMAP account here, with its folders, flags and dates. Running it again goes on where it was interrupted.",
            "mailctl fetch run alice@example.test/old --once --all-folders")
    {
        _account = Take(new Argument<RemoteAccountKey>("ACCOUNT")
        {
            Description = "As in mailctl fetch list: alice@example.test/old.",
            CustomParser = result => RemoteAccountKey.TryParse(result.Tokens[0].Value, out var key)
                ? key
                : Parameters.Refuse<RemoteAccountKey>(result, $"'{result.Tokens[0].Value}' is not ADDRESS/NAME."),
        });
        Take(new Option<bool>("--once") { Description = "Once, now, and from here; --all-folders means it." });
        _allFolders = Take(new Option<bool>("--all-folders") { Description = "Every folder into a folder of that name; neither rules nor the spam filter see the mail." });
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var key = run.Get(_account)!;
        if (!run.Get(_allFolders))
        {
            return CommandResult.Usage("Say --all-folders: what an account is set up for, its visits bring.");
        }

        return await run.Storage.RemoteAccounts.FindAsync(key, cancellationToken) is { } account
            ? await new FetchAll(Console, Time).RunAsync(run, account, cancellationToken)
            : CommandResult.Refused($"There is no remote account {key}; see: mailctl fetch list");
    }
}
