using System.Globalization;
using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>
/// A <see cref="CountedMessage"/> as columns of a row: <c>As</c>, <c>Times</c>, <c>Push</c>, and <c>Features</c>, <c>Features2</c> …; behind a prefix where a
/// row has two.
/// </summary>
internal static class CountedColumns
{
    // A binary column holds 64 KiB.
    private const int MaxColumn = 64 * 1024;

    private const string SameFeatures = "SameFeatures";

    public static void Set(TableEntity row, string prefix, CountedMessage counted, bool withFeatures = true)
    {
        row[prefix + "As"] = counted.As.ToString().ToLowerInvariant();
        row[prefix + "Times"] = counted.Times;
        row[prefix + "Push"] = counted.Push;
        if (!withFeatures)
        {
            row[prefix + SameFeatures] = true;
            return;
        }

        var features = counted.Features;
        for (var (part, at) = (1, 0); at < features.Length; part++, at += MaxColumn)
        {
            row[Column(prefix, part)] = features[at..Math.Min(at + MaxColumn, features.Length)].ToArray();
        }
    }

    /// <param name="others">The features of the other one in the row, for one that was written without its own.</param>
    /// <returns><c>null</c> when the row has none of this prefix, or none that can be read.</returns>
    public static CountedMessage? Get(TableEntity row, string prefix, ReadOnlyMemory<byte> others = default)
    {
        if (!Enum.TryParse<TrainedAs>(Lenient.Text(row, prefix + "As"), ignoreCase: true, out var trainedAs) || !Enum.IsDefined(trainedAs))
        {
            return null;
        }

        var features = row.ContainsKey(prefix + SameFeatures) ? others : Features(row, prefix);
        return new CountedMessage(trainedAs, Number(row, prefix + "Times"), Number(row, prefix + "Push"), features);
    }

    private static byte[] Features(TableEntity row, string prefix)
    {
        var octets = new List<byte>();
        for (var part = 1; row.TryGetValue(Column(prefix, part), out var value) && Octets(value) is { } piece; part++)
        {
            octets.AddRange(piece);
        }

        return [.. octets];
    }

    private static byte[]? Octets(object value) => value switch
    {
        byte[] octets => octets,
        BinaryData data => data.ToArray(),
        _ => null,
    };

    private static int Number(TableEntity row, string column) => (int)Math.Clamp(Lenient.Number(row, column), int.MinValue, int.MaxValue);

    private static string Column(string prefix, int part) =>
        part == 1 ? prefix + "Features" : string.Create(CultureInfo.InvariantCulture, $"{prefix}Features{part}");
}
