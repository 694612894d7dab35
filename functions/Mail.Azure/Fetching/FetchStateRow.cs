using System.Buffers.Binary;
using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>
/// Rows of table <c>FetchState</c>: partition key the id of a remote account; row key <c>a</c> how it goes, <c>f:&lt;folder&gt;</c> a folder,
/// <c>m:&lt;folder&gt;:&lt;number&gt;</c> messages taken in hand together, <c>z:&lt;newest first&gt;</c> what happened.
/// </summary>
internal static class FetchStateRow
{
    public const string Health = "a";
    public const string EventPrefix = "z:";

    private const string FolderPrefix = "f:";
    private const string BatchPrefix = "m:";

    // UID, content, state.
    private const int MarkSize = 17;

    // Of a binary column: 64 KiB, in whole marks.
    private const int ColumnSize = 64 * 1024 / MarkSize * MarkSize;

    public static TableEntity WriteHealth(string id, FetchHealth health) => new(id, Health)
    {
        ["Owner"] = health.Owner,
        ["Failures"] = health.Failures,
        ["FailingSince"] = health.FailingSince,
        ["NextAttemptAt"] = health.NextAttemptAt,
        [ProblemColumn.Name] = LongText.Cut(health.Problem ?? ""),
        ["ToldAt"] = health.ToldAt,
        ["LastMessageAt"] = health.LastMessageAt,
        ["Messages"] = health.Messages,
        ["Octets"] = health.Octets,
    };

    public static FetchHealth ReadHealth(TableEntity row) => new()
    {
        Owner = Lenient.Text(row, "Owner"),
        Failures = (int)Math.Clamp(Lenient.Number(row, "Failures"), 0, int.MaxValue),
        FailingSince = Lenient.Time(row, "FailingSince"),
        NextAttemptAt = Lenient.Time(row, "NextAttemptAt"),
        Problem = Lenient.Text(row, ProblemColumn.Name),
        ToldAt = Lenient.Time(row, "ToldAt"),
        LastMessageAt = Lenient.Time(row, "LastMessageAt"),
        Messages = Lenient.Number(row, "Messages"),
        Octets = Lenient.Number(row, "Octets"),
    };

    public static bool IsFolder(TableEntity row) => row.RowKey.StartsWith(FolderPrefix, StringComparison.Ordinal);

    /// <summary>What a visit begins with: how it goes, and the folders, but not their messages.</summary>
    public static string BeginningFilter => TableFilter.Rows(Health, BatchPrefix);

    public static TableEntity WriteFolder(string id, FetchFolder folder) => new(id, FolderPrefix + TableKey.Encode(folder.Folder))
    {
        // A number column cannot be emptied; text can.
        ["UidValidity"] = folder.UidValidity?.ToString(CultureInfo.InvariantCulture) ?? "",
        ["Revision"] = folder.Revision ?? "",
        ["NextDeletionAt"] = folder.NextDeletionAt,
        ["LeastLeft"] = folder.LeastLeft,
    };

    public static FetchFolder ReadFolder(TableEntity row) => new()
    {
        Folder = TableKey.Decode(row.RowKey[FolderPrefix.Length..]),
        UidValidity = uint.TryParse(Lenient.Text(row, "UidValidity"), NumberStyles.None, CultureInfo.InvariantCulture, out var validity) ? validity : null,
        Revision = Lenient.Text(row, "Revision"),
        NextDeletionAt = Lenient.Time(row, "NextDeletionAt"),
        LeastLeft = Lenient.TryNumber(row, "LeastLeft", out var least) ? least : null,
    };

    public static string BatchesOf(string folder) => $"{BatchPrefix}{TableKey.Encode(folder)}:";

    public static string BatchKey(FetchBatch batch) => string.Create(CultureInfo.InvariantCulture, $"{BatchesOf(batch.Folder)}{batch.Number:D12}");

    public static TableEntity WriteBatch(string id, FetchBatch batch)
    {
        var row = new TableEntity(id, BatchKey(batch))
        {
            ["At"] = batch.At,
            ["Attempts"] = batch.Attempts,
            // For people: the marks are not to be read.
            ["Messages"] = batch.Messages.Count,
            ["Reserved"] = batch.Messages.Count(mark => mark.State == FetchMarkState.Reserved),
        };
        var marks = new byte[batch.Messages.Count * MarkSize];
        for (var i = 0; i < batch.Messages.Count; i++)
        {
            var mark = marks.AsSpan(i * MarkSize, MarkSize);
            BinaryPrimitives.WriteUInt64BigEndian(mark, batch.Messages[i].Uid);
            BinaryPrimitives.WriteUInt64BigEndian(mark[8..], batch.Messages[i].Content);
            mark[16] = (byte)batch.Messages[i].State;
        }

        foreach (var (i, column) in marks.Chunk(ColumnSize).Index())
        {
            row[ColumnName(i)] = column;
        }

        return row;
    }

    public static FetchBatch ReadBatch(TableEntity row, string folder)
    {
        var marks = new List<FetchMark>();
        for (var i = 0; row.TryGetValue(ColumnName(i), out var value) && value is byte[] column; i++)
        {
            for (var at = 0; at + MarkSize <= column.Length; at += MarkSize)
            {
                var mark = column.AsSpan(at, MarkSize);
                marks.Add(new FetchMark(
                    BinaryPrimitives.ReadUInt64BigEndian(mark), BinaryPrimitives.ReadUInt64BigEndian(mark[8..]), (FetchMarkState)mark[16]));
            }
        }

        return new FetchBatch
        {
            Folder = folder,
            Number = long.Parse(row.RowKey.AsSpan(row.RowKey.LastIndexOf(':') + 1), NumberStyles.None, CultureInfo.InvariantCulture),
            At = Lenient.Time(row, "At") ?? row.Timestamp ?? default,
            Messages = marks,
            Attempts = (int)Math.Clamp(Lenient.Number(row, "Attempts"), 0, int.MaxValue),
            Version = row.ETag.ToString(),
        };
    }

    public static ETag? VersionOf(FetchBatch batch) => batch.Version is { } version ? new ETag(version) : null;

    public static TableEntity WriteEvent(string id, FetchEvent happened) => new(id, $"{EventPrefix}{NewestFirst.Of(happened.At)}-{Guid.NewGuid():N}")
    {
        ["At"] = happened.At,
        ["IsFailure"] = happened.IsFailure,
        ["Messages"] = happened.Messages,
        ["Octets"] = happened.Octets,
        ["Seconds"] = happened.Took.TotalSeconds,
        ["Text"] = LongText.Cut(happened.Text),
    };

    public static FetchEvent ReadEvent(TableEntity row) => new(
        Lenient.Time(row, "At") ?? row.Timestamp ?? default,
        Lenient.TryTruth(row, "IsFailure", out var isFailure) && isFailure == true,
        (int)Math.Clamp(Lenient.Number(row, "Messages"), 0, int.MaxValue),
        Lenient.Number(row, "Octets"),
        row.TryGetValue("Seconds", out var seconds) && seconds is double took && took is >= 0 and < 1e6 ? TimeSpan.FromSeconds(took) : TimeSpan.Zero,
        Lenient.Text(row, "Text") ?? "");

    private static string ColumnName(int i) => i == 0 ? "Marks" : string.Create(CultureInfo.InvariantCulture, $"Marks{i + 1}");
}
