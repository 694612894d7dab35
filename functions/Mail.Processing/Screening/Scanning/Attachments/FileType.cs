namespace Mail.Processing;

/// <summary>What a file is by its first octets.</summary>
internal enum FileType
{
    Unknown,
    Executable,
    Script,
    Shortcut,
    DiskImage,
    Zip,
    Gzip,
    Tar,

    /// <summary>OLE2: Office documents until 2003, and Windows installers.</summary>
    Compound,

    /// <summary>An archive of a kind that is not looked into.</summary>
    OtherArchive,
}
