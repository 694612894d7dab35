using System.Globalization;
using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>
/// A row of table <c>Transports</c>: partition key <c>recipient</c> or <c>sender</c>, row key for whom (an address, a domain, <c>.domain</c> for those below it, <c>*</c>);
/// columns <c>Kind</c> (<c>direct</c>, <c>smarthost</c>, <c>discard</c>, <c>error</c>), <c>Host</c> (<c>relay.test</c> or <c>relay.test:587</c>), <c>Port</c>,
/// <c>Tls</c> (<c>none</c>, <c>opportunistic</c>, <c>required</c>, <c>verified</c>), <c>Credentials</c>, <c>Text</c>, <c>Lifetime</c>, <c>Concurrency</c>,
/// <c>Enabled</c>, <c>Comment</c>, <c>Problem</c>.
/// </summary>
internal abstract class TransportRow : IPatternRow<Transport, string>
{
    private const string Recipient = "recipient";
    private const string Sender = "sender";

    public static RowReading<Transport> Read(TableEntity row)
    {
        var problems = new RowProblems(row);
        var pattern = Pattern(row, problems);
        var (host, port) = HostAndPort(row, problems);
        var kind = Choice(row, "Kind", host is null ? TransportKind.Direct : TransportKind.Smarthost, "direct, smarthost, discard or error", problems);
        var tls = Choice(row, "Tls", TlsLevel.Opportunistic, "none, opportunistic, required or verified", problems);
        var enabled = problems.Enabled();
        var lifetime = Lifetime(row, problems);
        var concurrency = Number(row, "Concurrency", 1, 1000, problems);
        var text = Lenient.Text(row, "Text");
        if (kind == TransportKind.Smarthost && host is null)
        {
            problems.Fatal("a smarthost needs a Host");
        }

        if (kind == TransportKind.Error && (text is null || text.Any(char.IsControl)))
        {
            problems.Fatal("error needs a Text of one line: what senders are told");
        }

        return problems.Result(() => new Transport
        {
            Pattern = pattern!,
            Kind = kind,
            Host = host,
            Port = port,
            Tls = tls,
            Credentials = Lenient.Text(row, "Credentials"),
            Text = text ?? "",
            Lifetime = lifetime,
            Concurrency = concurrency,
            Enabled = enabled,
            Comment = Lenient.Text(row, "Comment"),
        });
    }

    public static TableEntity Write(Transport transport)
    {
        var (partition, key) = KeysOf(transport.Pattern);
        return new TableEntity(partition, key)
        {
            ["Kind"] = SettingText.Choice(transport.Kind),
            ["Host"] = transport.Host ?? "",
            // A number column cannot be emptied by a merge; a text column can.
            ["Port"] = transport.Port?.ToString(CultureInfo.InvariantCulture) ?? "",
            ["Tls"] = SettingText.Choice(transport.Tls),
            ["Credentials"] = transport.Credentials ?? "",
            ["Text"] = transport.Text,
            ["Lifetime"] = transport.Lifetime is { } lifetime ? SettingText.Time(lifetime) : "",
            ["Concurrency"] = transport.Concurrency?.ToString(CultureInfo.InvariantCulture) ?? "",
            ["Enabled"] = transport.Enabled,
            ["Comment"] = transport.Comment ?? "",
            [ProblemColumn.Name] = "",
        };
    }

    public static int MaxRows => TransportSet.MaxRows;

    public static string PatternOf(Transport transport) => transport.Pattern;

    public static (string Partition, string Row) KeysOf(string pattern) => pattern.StartsWith(TransportPattern.Sender, StringComparison.Ordinal)
        ? (Sender, TableKey.Encode(pattern[TransportPattern.Sender.Length..]))
        : (Recipient, TableKey.Encode(pattern));

    /// <summary><c>null</c> when the keys name none.</summary>
    public static string? PatternOf(TableEntity row) => Pattern(row, new RowProblems(row));

    private static string? Pattern(TableEntity row, RowProblems problems)
    {
        if (row.PartitionKey is not (Recipient or Sender))
        {
            problems.Fatal($"the partition key has to be {Recipient} or {Sender}");
            return null;
        }

        var text = (row.PartitionKey == Sender ? TransportPattern.Sender : "") + TableKey.Decode(row.RowKey);
        if (!TransportPattern.TryNormalize(text, out var pattern, out var error))
        {
            problems.Fatal($"the row key does not say for whom: {error}");
        }

        return pattern;
    }

    private static (string? Host, int? Port) HostAndPort(TableEntity row, RowProblems problems)
    {
        var text = Lenient.Text(row, "Host");
        var port = Number(row, "Port", 1, ushort.MaxValue, problems);
        var colon = text is null || text.EndsWith(']') ? -1 : text.LastIndexOf(':');
        if (colon > 0 && ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var behind) && behind > 0)
        {
            (text, port) = (text![..colon], port ?? behind);
        }

        string? host = null;
        if (text is not null && !MailAddressParser.TryParseDomain(text, out host, out var error))
        {
            problems.Fatal($"Host has to be a name, or an address in brackets: {error}");
        }

        return (host, port);
    }

    private static T Choice<T>(TableEntity row, string column, T missing, string expected, RowProblems problems)
        where T : struct, Enum
    {
        if (Lenient.Text(row, column) is not { } text)
        {
            return missing;
        }

        if (!SettingText.TryChoice<T>(text, out var choice))
        {
            problems.Fatal($"{column} has to be {expected}");
        }

        return choice;
    }

    private static int? Number(TableEntity row, string column, int least, int most, RowProblems problems)
    {
        if (!Lenient.TryNumber(row, column, out var number) || number < least || number > most)
        {
            problems.Fatal($"{column} has to be a number from {least} to {most}, or empty");
            return null;
        }

        return (int?)number;
    }

    private static TimeSpan? Lifetime(TableEntity row, RowProblems problems)
    {
        if (Lenient.Text(row, "Lifetime") is not { } text)
        {
            return null;
        }

        if (!SettingText.TryTime(text, TimeSpan.FromMinutes(1), TimeSpan.FromDays(30), out var lifetime))
        {
            problems.Fatal("Lifetime has to be a time from 1m to 30d, such as 5d, or empty");
        }

        return lifetime;
    }
}
