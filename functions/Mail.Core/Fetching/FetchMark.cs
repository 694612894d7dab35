using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Mail.Core;

/// <summary>What is remembered of a message in a remote folder: 17 octets, so that 50,000 messages that stay there are less than a megabyte.</summary>
/// <param name="Uid">See <see cref="HashOf"/>.</param>
/// <param name="Content">A hash of the fields that name the message wherever it is; 0 when it has not been read.</param>
/// <remarks>
/// 64 bits: among 100,000 messages the chance of any two being the same is 3 in 10^10. Only the server could aim at one, and would hide its own mail.
/// </remarks>
public readonly record struct FetchMark(ulong Uid, ulong Content, FetchMarkState State)
{
    public static ulong HashOf(string uid) => BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(uid)));
}
