using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Mail.Spam;

/// <summary>The first octets of a model's file, and what they promise of the rest. Files come from storage, and from whoever imports one: nothing is believed.</summary>
internal readonly record struct SnapshotHeader(int HamMessages, int SpamMessages, int Tokens)
{
    public const string WrongLength = "The spam model is cut short, or longer than it says.";

    /// <summary>Octets after the header.</summary>
    public long BodySize => (long)Tokens * (SnapshotFormat.FeatureSize + SnapshotFormat.CountSize);

    /// <exception cref="InvalidDataException">It is not the header of a model, or of one that this program reads.</exception>
    public static SnapshotHeader Parse(ReadOnlySpan<byte> header)
    {
        if (!header.StartsWith(SnapshotFormat.Magic))
        {
            throw new InvalidDataException("This is not a spam model.");
        }

        if (header.Length < SnapshotFormat.HeaderSize)
        {
            throw new InvalidDataException(WrongLength);
        }

        var version = ReadInt(header, 8);
        if (version != SnapshotFormat.Version)
        {
            throw new InvalidDataException($"The spam model has version {version}; this program reads {SnapshotFormat.Version}.");
        }

        var found = new SnapshotHeader(ReadInt(header, 12), ReadInt(header, 16), ReadInt(header, 20));
        return found is { HamMessages: >= 0, SpamMessages: >= 0, Tokens: >= 0 and <= SnapshotFormat.MaxTokens }
            ? found
            : throw new InvalidDataException("The spam model counts what cannot be counted.");
    }

    /// <param name="available">Octets that are there, as far as is known: memory is taken for what is there, not for what is promised.</param>
    /// <exception cref="InvalidDataException">There are fewer than promised.</exception>
    public (ulong[] Features, TokenCount[] Counts) Allocate(long available) => available < BodySize
        ? throw new InvalidDataException(WrongLength)
        : (new ulong[Tokens], new TokenCount[Tokens]);

    /// <exception cref="InvalidDataException">The checksum is wrong, or what it covers was never written by <see cref="SnapshotWriter"/>.</exception>
    public void Check(ReadOnlySpan<byte> header, ulong[] features, TokenCount[] counts)
    {
        CheckSum(header, features, counts);
        for (var i = 1; i < features.Length; i++)
        {
            if (features[i - 1] >= features[i])
            {
                throw new InvalidDataException("The features of the spam model are not in order.");
            }
        }

        foreach (ref readonly var count in counts.AsSpan())
        {
            if ((uint)count.Ham > (uint)HamMessages || (uint)count.Spam > (uint)SpamMessages)
            {
                throw new InvalidDataException("The spam model has a feature in more messages than there were.");
            }
        }
    }

    private static void CheckSum(ReadOnlySpan<byte> header, ulong[] features, TokenCount[] counts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(header[..SnapshotFormat.ChecksumAt]);
        hash.AppendData(MemoryMarshal.AsBytes(features.AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes(counts.AsSpan()));
        if (!header[SnapshotFormat.ChecksumAt..].SequenceEqual(hash.GetHashAndReset()))
        {
            throw new InvalidDataException("The spam model is damaged: its checksum is wrong.");
        }
    }

    private static int ReadInt(ReadOnlySpan<byte> header, int at) => BinaryPrimitives.ReadInt32LittleEndian(header[at..]);
}
