namespace Mail.Processing;

/// <summary>
/// How much work one message may make. Octets are those that come out of decompression; 128 MiB of them take half a second. Whatever is left when it is
/// spent is not looked into, and that is a finding.
/// </summary>
internal sealed class InspectionBudget
{
    /// <summary>Files in all archives of a message. Archives of source code have some thousand.</summary>
    public const int MaxEntries = 10_000;

    public const long MaxOctets = 128 * 1024 * 1024;

    /// <summary>Archives within archives. Real mail has one in one; 42.zip has six.</summary>
    public const int MaxDepth = 4;

    /// <summary>Messages that are encoded in messages. Digests and forwards are not encoded (RFC 2046 §5.2.1).</summary>
    public const int MaxEncodedMessages = 50;

    public int Entries { get; private set; }

    public int EncodedMessages { get; private set; }

    public long Octets { get; private set; }

    /// <summary>What all archives say that their files unpack to; nobody unpacks them for it.</summary>
    public long Declared { get; private set; }

    public void Declare(long octets) => Declared = Math.Min(Declared + octets, long.MaxValue / 4);

    public bool IsSpent => Entries > MaxEntries || Octets > MaxOctets;

    /// <returns>False when no further entry may be looked at.</returns>
    public bool TakeEntry()
    {
        Entries += IsSpent ? 0 : 1;
        return !IsSpent;
    }

    /// <returns>False when no further encoded message may be looked into.</returns>
    public bool TakeEncodedMessage() => EncodedMessages++ < MaxEncodedMessages;

    /// <returns>False when it is spent.</returns>
    public bool Take(long octets)
    {
        Octets += octets;
        return !IsSpent;
    }
}
