using System.Globalization;
using System.Runtime.InteropServices;
using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>
/// A <see cref="CountedMessage"/> as columns of a row: <c>As</c>, <c>Times</c>, and <c>Features</c>, <c>Features2</c> … with eight octets for each
/// feature, little-endian; behind a prefix where a row has two.
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
        if (!withFeatures)
        {
            row[prefix + SameFeatures] = true;
            return;
        }

        var octets = Octets(counted.Features.Span);
        for (var (part, at) = (1, 0); at < octets.Length; part++, at += MaxColumn)
        {
            row[Column(prefix, part)] = octets[at..Math.Min(at + MaxColumn, octets.Length)];
        }
    }

    /// <param name="others">The features of the other one in the row, for one that was written without its own.</param>
    /// <returns><c>null</c> when the row has none of this prefix, or none that can be read.</returns>
    public static CountedMessage? Get(TableEntity row, string prefix, ReadOnlyMemory<ulong> others = default)
    {
        if (!Enum.TryParse<TrainedAs>(Lenient.Text(row, prefix + "As"), ignoreCase: true, out var trainedAs) || !Enum.IsDefined(trainedAs))
        {
            return null;
        }

        var features = row.ContainsKey(prefix + SameFeatures) ? others : Features(row, prefix);
        return new CountedMessage(trainedAs, (int)Math.Clamp(Lenient.Number(row, prefix + "Times"), 1, int.MaxValue), features);
    }

    private static ulong[] Features(TableEntity row, string prefix)
    {
        var octets = new List<byte>();
        for (var part = 1; row.TryGetValue(Column(prefix, part), out var value) && Octets(value) is { } piece; part++)
        {
            octets.AddRange(piece);
        }

        return Numbers(CollectionsMarshal.AsSpan(octets));
    }

    private static byte[]? Octets(object value) => value switch
    {
        byte[] octets => octets,
        BinaryData data => data.ToArray(),
        _ => null,
    };

    private static byte[] Octets(ReadOnlySpan<ulong> features)
    {
        var octets = new byte[features.Length * sizeof(ulong)];
        for (var i = 0; i < features.Length; i++)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(octets.AsSpan(i * sizeof(ulong)), features[i]);
        }

        return octets;
    }

    private static ulong[] Numbers(ReadOnlySpan<byte> octets)
    {
        var features = new ulong[octets.Length / sizeof(ulong)];
        for (var i = 0; i < features.Length; i++)
        {
            features[i] = System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(octets[(i * sizeof(ulong))..]);
        }

        return features;
    }

    private static string Column(string prefix, int part) =>
        part == 1 ? prefix + "Features" : string.Create(CultureInfo.InvariantCulture, $"{prefix}Features{part}");
}
