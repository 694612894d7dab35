namespace Mail.Sieve.Procmail;

/// <summary>What an importer takes on, as the file may be anybody's.</summary>
internal static class ImportLimits
{
    /// <summary>UTF-16 units of one file. The largest collections of recipes that people share have some 200 KB.</summary>
    public const int FileLength = 1024 * 1024;

    /// <summary>Files that one file may include, all told.</summary>
    public const int Includes = 50;

    /// <summary>Blocks within blocks, and groups within groups of a pattern. The Sieve compiler takes 32 blocks; chains add some.</summary>
    public const int Depth = 15;

    /// <summary>UTF-16 units of a pattern or a value: procmailrc(5), LINEBUF, is 2048 unless set; people set it to 8192 at most.</summary>
    public const int ValueLength = 8192;

    /// <summary>Alternatives that the beginning of a pattern is spread into, to find the fields that it looks at.</summary>
    public const int Alternatives = 64;

    /// <summary>Strings that a pattern is written out as, before it rather stays one.</summary>
    public const int Strings = 24;

    /// <summary>Rows; more than these are no rules that anybody wrote.</summary>
    public const int Rules = 2000;
}
