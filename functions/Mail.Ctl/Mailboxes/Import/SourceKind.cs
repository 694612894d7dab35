namespace Mail.Ctl;

/// <summary>What stands under a name in a directory.</summary>
internal enum SourceKind
{
    File,
    Directory,

    /// <summary>To a file; it is not followed.</summary>
    LinkToFile,

    /// <summary>To a directory; it is not followed.</summary>
    LinkToDirectory,

    /// <summary>The directory itself cannot be read.</summary>
    Unreadable,
}
