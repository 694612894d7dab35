using System.Buffers;
using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>
/// A row of table <c>Accounts</c>: partition key the domain, row key the local-part in lower case (<see cref="TableKey"/>); columns
/// <c>AccountId</c>, <c>Enabled</c>, <c>QuotaBytes</c>, <c>PasswordHash</c>, <c>DisplayName</c>, those of <see cref="SpamColumns"/>, <c>Problem</c>.
/// </summary>
internal static class AccountRow
{
    // A container name has 3 to 63 characters, lower-case letters, digits and hyphens; "mailbox-" takes eight of them.
    private const int MaxAccountId = 55;

    private static readonly SearchValues<char> AccountIdCharacters = SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyz");

    public static RowReading<AccountEntry> Read(TableEntity row)
    {
        var problems = new RowProblems(row);
        var address = AddressKey.Read(row, problems);
        var accountId = Lenient.Text(row, "AccountId");
        if (!IsAccountId(accountId))
        {
            problems.Fatal($"AccountId has to be 1 to {MaxAccountId} lower-case letters and digits");
        }

        if (!Lenient.TryNumber(row, "QuotaBytes", out var quota) || quota < 0)
        {
            problems.Note("QuotaBytes has to be a number of bytes, or empty for no limit; there is no limit");
            quota = null;
        }

        var hash = Lenient.Text(row, "PasswordHash");
        if (hash is not null && !PasswordVerifier.TryParse(hash, out _))
        {
            problems.Note("PasswordHash is not SCRAM-SHA-256$iterations:salt$key:key, so nobody can log in with it");
        }

        var enabled = problems.Enabled();
        var spam = SpamColumns.Read(row, problems);
        return problems.Result(() => new AccountEntry
        {
            Address = address!,
            AccountId = accountId!,
            Enabled = enabled,
            QuotaBytes = quota,
            PasswordHash = hash,
            DisplayName = Lenient.Text(row, "DisplayName"),
            Spam = spam,
        });
    }

    public static TableEntity Write(AccountEntry account)
    {
        var row = new TableEntity(TableKey.Encode(account.Address.Domain), AddressKey.Row(account.Address.LocalPart))
        {
            ["AccountId"] = account.AccountId,
            ["Enabled"] = account.Enabled,
            // An Int64 column cannot be emptied by a merge; a text column can.
            ["QuotaBytes"] = account.QuotaBytes is { } quota ? quota : "",
            ["PasswordHash"] = account.PasswordHash ?? "",
            ["DisplayName"] = account.DisplayName ?? "",
        };
        SpamColumns.Write(row, account.Spam);
        return row;
    }

    public static bool IsAccountId(string? text) =>
        text is { Length: > 0 and <= MaxAccountId } && !text.AsSpan().ContainsAnyExcept(AccountIdCharacters);
}
