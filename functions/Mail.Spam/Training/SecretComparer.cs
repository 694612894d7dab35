using System.Security.Cryptography;

namespace Mail.Spam;

/// <summary>For dictionaries of features: strangers choose these, so their places come from a secret of the process.</summary>
internal sealed class SecretComparer : IEqualityComparer<ulong>
{
    private static readonly ulong Secret = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))) | 1;

    public static SecretComparer Instance { get; } = new();

    public bool Equals(ulong x, ulong y) => x == y;

    public int GetHashCode(ulong feature) => (int)((feature * Secret) >> 32);
}
