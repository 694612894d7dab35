namespace Mail.Spam;

/// <summary>What one message may cost. Beyond a limit the rest is not looked at; it is never an error.</summary>
public static class TokenizerLimits
{
    /// <summary>Octets of a message that are read. The largest message of the SpamAssassin corpus has 292 KiB, nearly all of it attachments.</summary>
    public const int MaxMessage = 1024 * 1024;

    /// <summary>Octets of header that are looked at, of the message and of each part.</summary>
    public const int MaxHeader = 64 * 1024;

    /// <summary>Header fields that are looked at, of the message and of each part.</summary>
    public const int MaxFields = 256;

    /// <summary>Characters of text that are looked at, all parts together.</summary>
    public const int MaxText = 128 * 1024;

    /// <summary>Parts of a message, at all depths together.</summary>
    public const int MaxParts = 100;

    /// <summary>multipart in multipart, message in message.</summary>
    public const int MaxDepth = 10;

    /// <summary>Distinct features of a message; 128 KiB of them.</summary>
    public const int MaxFeatures = 16 * 1024;

    /// <summary>Facts that the host may add.</summary>
    public const int MaxFacts = 64;
}
