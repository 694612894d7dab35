using System.Globalization;
using System.Security.Cryptography;

namespace Mail.Processing;

/// <summary>
/// Names of snapshots: <c>0000000012-&lt;hash&gt;</c> for the model of the twelfth generation, <c>base-0000000012-&lt;hash&gt;</c> for what was imported with
/// it. Their order is that of the generations.
/// </summary>
internal static class SnapshotName
{
    private const string BasePrefix = "base-";

    // Of the hash of its content: 64 bits tell two writers of one generation apart.
    private const int HashDigits = 16;

    /// <param name="generation">With it no later snapshot bears the name of one that is about to be removed, whatever it holds.</param>
    public static string OfModel(long generation, ReadOnlySpan<byte> snapshot) => $"{generation.ToString("D10", CultureInfo.InvariantCulture)}-{HashOf(snapshot)}";

    public static string OfBase(long generation, ReadOnlySpan<byte> snapshot) => BasePrefix + OfModel(generation, snapshot);

    public static bool IsBase(string name) => name.StartsWith(BasePrefix, StringComparison.Ordinal);

    /// <summary>0 for a name that is none of these.</summary>
    public static long GenerationOf(string name) =>
        long.TryParse((IsBase(name) ? name[BasePrefix.Length..] : name).Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>Whether a snapshot of that name holds these octets.</summary>
    public static bool IsOf(string name, ReadOnlySpan<byte> snapshot) => name.EndsWith("-" + HashOf(snapshot), StringComparison.Ordinal);

    private static string HashOf(ReadOnlySpan<byte> snapshot) => Convert.ToHexStringLower(SHA256.HashData(snapshot))[..HashDigits];
}
