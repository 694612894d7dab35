using System.Security.Cryptography;
using System.Text;

namespace Mail.Azure;

/// <summary>A row key for texts of any kind and length.</summary>
internal static class MemoryKey
{
    /// <summary>64 characters.</summary>
    public static string Of(string handle, string subject) =>
        // The length tells where one text ends.
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{handle.Length}:{handle}{subject}")));
}
