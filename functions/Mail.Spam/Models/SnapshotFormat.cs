namespace Mail.Spam;

/// <summary>
/// The file of a model. All numbers are little-endian, as on every machine that .NET 10 runs on: the arrays are written as they lie in memory.
/// <code>
///  0  8  "MailSpam"
///  8  4  version
/// 12  4  trained ham messages
/// 16  4  trained spam messages
/// 20  4  tokens: n
/// 24  32 SHA-256 of the first 24 octets and of all that follows these 32
/// 56  8n features, ascending, each once
///     12n counts in the same order: ham, spam, weight
/// </code>
/// </summary>
internal static class SnapshotFormat
{
    public const int Version = 1;
    public const int ChecksumAt = 24;
    public const int ChecksumSize = 32;
    public const int HeaderSize = ChecksumAt + ChecksumSize;
    public const int FeatureSize = 8;
    public const int CountSize = 12;

    /// <summary>Larger files are refused: 50 M tokens take a gigabyte.</summary>
    public const int MaxTokens = 50_000_000;

    public static ReadOnlySpan<byte> Magic => "MailSpam"u8;
}
