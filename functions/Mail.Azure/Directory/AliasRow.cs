using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>
/// A row of table <c>Aliases</c>: partition key the domain, row key the local-part in lower case or <c>@</c> for the catch-all; columns
/// <c>Targets</c> (addresses separated by commas, spaces or new lines), <c>Enabled</c>, <c>Comment</c>, <c>Problem</c>.
/// </summary>
internal static class AliasRow
{
    // What a string column holds: 64 KiB of UTF-16.
    private const int MaxTargets = 32 * 1024;

    public static RowReading<AliasEntry> Read(TableEntity row)
    {
        var problems = new RowProblems(row);
        if (row.RowKey == AliasEntry.CatchAll)
        {
            problems.Key(row.PartitionKey, DomainRow.NameIn(row.PartitionKey), "partition");
        }
        else
        {
            AddressKey.Read(row, problems);
        }

        var targets = Targets(row, problems);
        var enabled = problems.Enabled();
        return problems.Result(() => new AliasEntry
        {
            Domain = TableKey.Decode(row.PartitionKey),
            LocalPart = TableKey.Decode(row.RowKey),
            Targets = targets,
            Enabled = enabled,
            Comment = Lenient.Text(row, "Comment"),
        });
    }

    /// <exception cref="ArgumentException">More targets than a column holds.</exception>
    public static TableEntity Write(AliasEntry alias)
    {
        var targets = string.Join(", ", alias.Targets);
        if (targets.Length > MaxTargets)
        {
            throw new ArgumentException($"The targets of an alias have at most {MaxTargets} characters; let it lead to several other aliases.", nameof(alias));
        }

        return new TableEntity(TableKey.Encode(alias.Domain), AddressKey.Row(alias.LocalPart))
        {
            ["Targets"] = targets,
            ["Enabled"] = alias.Enabled,
            ["Comment"] = alias.Comment ?? "",
        };
    }

    /// <summary>The good targets are used even when others are not: a team's mail does not wait for one wrong letter.</summary>
    private static List<MailAddress> Targets(TableEntity row, RowProblems problems)
    {
        var targets = new List<MailAddress>();
        foreach (var text in Split(Lenient.Text(row, "Targets") ?? ""))
        {
            if (MailAddressParser.TryParse(text, out var target, out var error))
            {
                targets.Add(target);
            }
            else
            {
                problems.Note($"target '{LongText.Cut(text, 100)}' is left out: {error}");
            }
        }

        if (targets.Count == 0)
        {
            problems.Fatal("Targets has to have at least one address");
        }

        return targets;
    }

    /// <summary>Commas and white space separate, except inside a quoted local-part.</summary>
    private static IEnumerable<string> Split(string text)
    {
        var start = 0;
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted && c == '\\')
            {
                i++;
            }
            else if (c == '"')
            {
                quoted = !quoted;
            }
            else if (!quoted && (c is ',' or ';' || char.IsWhiteSpace(c)))
            {
                if (i > start)
                {
                    yield return text[start..i];
                }

                start = i + 1;
            }
        }

        if (start < text.Length)
        {
            yield return text[start..];
        }
    }
}
