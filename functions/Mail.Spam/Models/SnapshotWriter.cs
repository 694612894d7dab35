using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Mail.Spam;

/// <summary>Writes a model as <see cref="SnapshotFormat"/> says.</summary>
internal static class SnapshotWriter
{
    private const int Block = 4096;

    public static void Write(Stream output, int ham, int spam, (ulong[] Features, TokenCount[] Counts) tokens)
    {
        Span<byte> header = stackalloc byte[SnapshotFormat.HeaderSize];
        SnapshotFormat.Magic.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], SnapshotFormat.Version);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], ham);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], spam);
        BinaryPrimitives.WriteInt32LittleEndian(header[20..], tokens.Features.Length);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(header[..SnapshotFormat.ChecksumAt]);
        WriteBody(tokens, hash.AppendData);
        hash.GetHashAndReset(header[SnapshotFormat.ChecksumAt..]);
        output.Write(header);
        WriteBody(tokens, output.Write);
    }

    private static void WriteBody((ulong[] Features, TokenCount[] Counts) tokens, Action<ReadOnlySpan<byte>> write)
    {
        var buffer = new byte[Block * SnapshotFormat.CountSize];
        foreach (var block in tokens.Features.Chunk(Block))
        {
            for (var i = 0; i < block.Length; i++)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(buffer.AsSpan(i * SnapshotFormat.FeatureSize), block[i]);
            }

            write(buffer.AsSpan(0, block.Length * SnapshotFormat.FeatureSize));
        }

        foreach (var block in tokens.Counts.Chunk(Block))
        {
            for (var i = 0; i < block.Length; i++)
            {
                Write(buffer.AsSpan(i * SnapshotFormat.CountSize), block[i]);
            }

            write(buffer.AsSpan(0, block.Length * SnapshotFormat.CountSize));
        }
    }

    private static void Write(Span<byte> buffer, TokenCount count)
    {
        BinaryPrimitives.WriteInt32LittleEndian(buffer, count.Ham);
        BinaryPrimitives.WriteInt32LittleEndian(buffer[4..], count.Spam);
        BinaryPrimitives.WriteInt32LittleEndian(buffer[8..], count.Weight);
    }
}
