namespace Mail.Sieve;

/// <summary>How much of a message scripts get to see. Real mail stays far below; what goes beyond is as if it were not there.</summary>
public sealed record MessageLimits
{
    public static MessageLimits Default { get; } = new();

    /// <summary>Octets of the header of the message. Sixteen times what large providers send; Postfix's <c>header_size_limit</c> is 100 KiB a field.</summary>
    public int MaxHeader { get; init; } = 1024 * 1024;

    /// <summary>Octets of the header of one part, which has a few fields of a line each.</summary>
    public int MaxPartHeader { get; init; } = 64 * 1024;

    /// <summary>Octets of the headers of all parts.</summary>
    public int MaxPartHeaders { get; init; } = 4 * 1024 * 1024;

    /// <summary>Parts of a message, on all levels. Digests have some hundred.</summary>
    public int MaxParts { get; init; } = 1000;

    /// <summary>Parts within parts; a part further down is text. Real mail stays below ten.</summary>
    public int MaxDepth { get; init; } = 32;

    /// <summary>Octets of one part that body tests see, before and after decoding.</summary>
    public int MaxText { get; init; } = 2 * 1024 * 1024;

    /// <summary>Characters that are kept once decoded, for all parts; what is beyond is decoded anew for each test.</summary>
    public int MaxKept { get; init; } = 4 * 1024 * 1024;
}
