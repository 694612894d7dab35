using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>
/// A row of table <c>Domains</c>: partition key the domain in A-labels and lower case, row key <c>domain</c>; columns <c>Kind</c>
/// (<c>mailbox</c>, <c>alias</c>, <c>relay</c>), <c>Enabled</c>, <c>AliasOf</c>, <c>DetailSeparator</c>, <c>DmarcReject</c> and <c>DmarcQuarantine</c>
/// (<c>file</c>, <c>tag</c>, <c>discard</c>, or empty for what the site does), those of <see cref="SpamColumns"/>, <c>Comment</c>, <c>Problem</c>.
/// </summary>
internal static class DomainRow
{
    public const string RowKey = "domain";

    public static RowReading<DomainEntry> Read(TableEntity row)
    {
        var problems = new RowProblems(row);
        problems.Key(row.PartitionKey, NameIn(row.PartitionKey), "partition");
        problems.Key(row.RowKey, RowKey, "row");
        var kind = Kind(row, problems);
        var aliasOf = AliasOf(row, kind, problems);
        var separator = Separator(row, problems);
        var enabled = problems.Enabled();
        var (reject, quarantine) = (Dmarc(row, "DmarcReject", problems), Dmarc(row, "DmarcQuarantine", problems));
        var spam = SpamColumns.Read(row, problems);
        return problems.Result(() => new DomainEntry
        {
            Name = row.PartitionKey,
            Kind = kind,
            Enabled = enabled,
            AliasOf = aliasOf,
            DetailSeparator = separator,
            DmarcReject = reject,
            DmarcQuarantine = quarantine,
            Comment = Lenient.Text(row, "Comment"),
            Spam = spam,
        });
    }

    /// <summary>The domain that a partition key means, however it is written; <c>null</c> when it is none.</summary>
    public static string? NameIn(string partitionKey) =>
        MailAddressParser.TryParseDomain(TableKey.Decode(partitionKey).Trim().TrimEnd('.'), out var name, out _) ? TableKey.Encode(name) : null;

    public static TableEntity Write(DomainEntry domain)
    {
        var row = new TableEntity(TableKey.Encode(domain.Name), RowKey)
        {
            ["Kind"] = domain.Kind.ToString().ToLowerInvariant(),
            ["Enabled"] = domain.Enabled,
            ["AliasOf"] = domain.AliasOf ?? "",
            ["DetailSeparator"] = domain.DetailSeparator?.ToString() ?? "",
            ["DmarcReject"] = Text(domain.DmarcReject),
            ["DmarcQuarantine"] = Text(domain.DmarcQuarantine),
            ["Comment"] = domain.Comment ?? "",
        };
        SpamColumns.Write(row, domain.Spam);
        return row;
    }

    private static string Text(DmarcAction? action) => action?.ToString().ToLowerInvariant() ?? "";

    private static DmarcAction? Dmarc(TableEntity row, string column, RowProblems problems)
    {
        if (Lenient.Text(row, column) is not { } text)
        {
            return null;
        }

        if (SettingText.TryChoice<DmarcAction>(text, out var action))
        {
            return action;
        }

        problems.Note($"{column} has to be file, tag, discard, or empty; the site's setting is used");
        return null;
    }

    private static DomainKind Kind(TableEntity row, RowProblems problems)
    {
        switch (Lenient.Text(row, "Kind")?.ToUpperInvariant())
        {
            case null or "MAILBOX":
                return DomainKind.Mailbox;
            case "ALIAS":
                return DomainKind.Alias;
            case "RELAY":
                return DomainKind.Relay;
            default:
                problems.Fatal("Kind has to be mailbox, alias or relay");
                return default;
        }
    }

    private static string? AliasOf(TableEntity row, DomainKind kind, RowProblems problems)
    {
        var text = Lenient.Text(row, "AliasOf");
        if (kind != DomainKind.Alias)
        {
            return null;
        }

        if (text is not null && MailAddressParser.TryParseDomain(text.TrimEnd('.'), out var target, out _))
        {
            return target;
        }

        problems.Fatal("AliasOf has to name the domain that an alias domain stands for");
        return null;
    }

    // A missing column is the default, an empty one switches details off.
    private static char? Separator(TableEntity row, RowProblems problems)
    {
        const char Default = '+';
        if (!row.TryGetValue("DetailSeparator", out var value) || value is null)
        {
            return Default;
        }

        switch (Lenient.Text(row, "DetailSeparator"))
        {
            case null:
                return null;
            case { Length: 1 } one when one[0] is > ' ' and < '\x7f' and not '@':
                return one[0];
            default:
                problems.Note("DetailSeparator has to be one character, or empty for none; + is used");
                return Default;
        }
    }
}
