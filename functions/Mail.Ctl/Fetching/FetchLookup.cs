using Mail.Core;

namespace Mail.Ctl;

/// <summary>Finds the remote account that somebody means.</summary>
internal static class FetchLookup
{
    public static async Task<(RemoteAccount? Account, CommandResult? Objection)> FindAsync(CommandRun run, string text, CancellationToken cancellationToken)
    {
        if (RemoteAccountKey.TryParse(text, out var key))
        {
            var found = await run.Storage.RemoteAccounts.FindAsync(key, cancellationToken);
            return (found, found is null ? CommandResult.Refused($"There is no {key}, or its row cannot be used; see: mailctl fetch list, mailctl check") : null);
        }

        if (!MailAddressParser.TryParse(text, out var target, out var error))
        {
            return (null, CommandResult.Usage($"'{text}' is neither ADDRESS nor ADDRESS/NAME: {error}."));
        }

        var all = await run.Storage.RemoteAccounts.ListAsync(target, cancellationToken).ToListAsync(cancellationToken);
        return all switch
        {
            [var only] => (only, null),
            [] => (null, CommandResult.Refused($"Nothing is collected for {target}; see: mailctl fetch list")),
            _ => (null, CommandResult.Refused($"{target} has several: {string.Join(", ", all.Select(account => account.Key))}")),
        };
    }
}
