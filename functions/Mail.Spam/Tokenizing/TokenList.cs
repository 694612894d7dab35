using System.Buffers.Binary;
using System.Globalization;

namespace Mail.Spam;

/// <summary>The distinct features of one message: 64-bit hashes, first seen first, at most <see cref="TokenizerLimits.MaxFeatures"/>.</summary>
public sealed class TokenList
{
    private readonly ulong[] _features;
    private readonly IReadOnlyDictionary<ulong, string>? _texts;

    internal TokenList(ulong[] features, IReadOnlyDictionary<ulong, string>? texts)
    {
        _features = features;
        _texts = texts;
    }

    public static TokenList Empty { get; } = new([], null);

    public ReadOnlySpan<ulong> Features => _features;

    public int Count => _features.Length;

    /// <summary>A feature in words, for people; in hexadecimal when texts were not kept.</summary>
    public string TextOf(ulong feature) =>
        _texts is not null && _texts.TryGetValue(feature, out var text) ? text : feature.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>For ledgers: eight octets a feature, little-endian. The texts are left out.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[_features.Length * sizeof(ulong)];
        for (var i = 0; i < _features.Length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(i * sizeof(ulong)), _features[i]);
        }

        return bytes;
    }

    /// <returns>What <see cref="ToBytes"/> wrote; <c>null</c> when it cannot have written this.</returns>
    public static TokenList? FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length % sizeof(ulong) != 0 || bytes.Length / sizeof(ulong) > TokenizerLimits.MaxFeatures)
        {
            return null;
        }

        var features = new ulong[bytes.Length / sizeof(ulong)];
        for (var i = 0; i < features.Length; i++)
        {
            features[i] = BinaryPrimitives.ReadUInt64LittleEndian(bytes[(i * sizeof(ulong))..]);
        }

        // A feature that came twice would be counted twice.
        return new HashSet<ulong>(features).Count == features.Length ? new TokenList(features, null) : null;
    }
}
