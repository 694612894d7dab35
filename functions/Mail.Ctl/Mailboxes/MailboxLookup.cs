using System.Globalization;
using Mail.Core;

namespace Mail.Ctl;

/// <summary>Finds one message by what an operator types: its delivery id, the beginning of it, or its UID in a folder.</summary>
internal sealed class MailboxLookup(IMailboxStore mailboxes)
{
    /// <summary>How many matches of a beginning are told.</summary>
    private const int ShownMatches = 5;

    public static CommandResult NoFolder(AccountEntry account, string folder) =>
        CommandResult.Refused($"{account.Address} has no folder '{folder}'; see: mailctl mailbox folders {account.Address}");

    /// <param name="folder"><c>null</c> for all; a number is a UID only within a folder.</param>
    public async Task<(MailboxMessage? Message, CommandResult? Objection)> FindAsync(
        AccountEntry account, string? folder, string id, CancellationToken cancellationToken)
    {
        if (folder is null && await mailboxes.FindAsync(account.AccountId, id, cancellationToken) is { } exact)
        {
            return (exact, null);
        }

        var matches = await mailboxes
            .ListAsync(account.AccountId, folder, cancellationToken)
            .Where(Matcher(folder, id))
            .Take(ShownMatches + 1)
            .ToListAsync(cancellationToken);
        return matches switch
        {
            [var only] => (only, null),
            [] => (null, CommandResult.Refused($"No message '{id}' in the mailbox of {account.Address}; see: mailctl mailbox list {account.Address} --limit 0")),
            _ => (null, CommandResult.Refused($"'{id}' is the beginning of more than one message: {Names(matches)}; write more of it.")),
        };
    }

    private static Func<MailboxMessage, bool> Matcher(string? folder, string id) =>
        folder is not null && uint.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var uid)
            ? message => message.Uid == uid
            : message => message.Id.StartsWith(id, StringComparison.Ordinal);

    private static string Names(List<MailboxMessage> matches) =>
        string.Join(", ", matches.Take(ShownMatches).Select(message => message.Id)) + (matches.Count > ShownMatches ? "…" : "");
}
