using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Mail.Spam;

/// <summary>Writes a model as <see cref="SnapshotFormat"/> says.</summary>
internal static class SnapshotWriter
{
    /// <param name="features">Ascending.</param>
    public static void Write(Stream output, int ham, int spam, ulong[] features, TokenCount[] counts)
    {
        Span<byte> header = stackalloc byte[SnapshotFormat.HeaderSize];
        SnapshotFormat.Magic.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], SnapshotFormat.Version);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], ham);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], spam);
        BinaryPrimitives.WriteInt32LittleEndian(header[20..], features.Length);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(header[..SnapshotFormat.ChecksumAt]);
        hash.AppendData(MemoryMarshal.AsBytes(features.AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes(counts.AsSpan()));
        hash.GetHashAndReset(header[SnapshotFormat.ChecksumAt..]);
        output.Write(header);
        output.Write(MemoryMarshal.AsBytes(features.AsSpan()));
        output.Write(MemoryMarshal.AsBytes(counts.AsSpan()));
    }
}
