using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>
/// A row of table <c>Credentials</c>: partition key the account's id, row key the password's name; columns <c>PasswordHash</c>, <c>Enabled</c>,
/// <c>CreatedAt</c>, <c>LastUsedAt</c>, <c>Problem</c>.
/// </summary>
internal static class CredentialRow
{
    public const string LastUsedAt = "LastUsedAt";

    public static RowReading<AppPassword> Read(TableEntity row)
    {
        var problems = new RowProblems(row);
        var name = TableKey.Decode(row.RowKey);
        if (!AccountRow.IsAccountId(row.PartitionKey) || !AppPassword.IsName(name))
        {
            problems.Fatal("the keys are not an account's id and a password's name");
        }

        var hash = Lenient.Text(row, "PasswordHash");
        if (!PasswordVerifier.TryParse(hash, out _))
        {
            problems.Fatal("PasswordHash is not SCRAM-SHA-256$iterations:salt$key:key");
        }

        var enabled = problems.Enabled();
        return problems.Result(() => new AppPassword
        {
            AccountId = row.PartitionKey,
            Name = name,
            PasswordHash = hash!,
            Enabled = enabled,
            CreatedAt = Lenient.Time(row, "CreatedAt"),
            LastUsedAt = Lenient.Time(row, LastUsedAt),
        });
    }

    public static TableEntity Write(AppPassword password)
    {
        var row = new TableEntity(password.AccountId, TableKey.Encode(password.Name))
        {
            ["PasswordHash"] = password.PasswordHash,
            ["Enabled"] = password.Enabled,
        };
        // A time cannot be empty in a table, so it is absent.
        if (password.CreatedAt is { } created)
        {
            row["CreatedAt"] = created;
        }

        if (password.LastUsedAt is { } used)
        {
            row[LastUsedAt] = used;
        }

        return row;
    }
}
