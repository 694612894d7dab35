namespace Mail.Core;

/// <summary>What makes an attachment dangerous; the words of the setting <c>attachments</c> are in <see cref="AttachmentPolicy"/>.</summary>
public enum AttachmentKind
{
    /// <summary>None of the others, but the setting names its extension.</summary>
    Other,

    /// <summary>A program, by its name or by what it begins with.</summary>
    Executable,

    /// <summary>Text that Windows or a browser runs outside of any page when it is opened.</summary>
    Script,

    /// <summary>A link to a program with arguments: <c>.lnk</c>, <c>.url</c>.</summary>
    Shortcut,

    /// <summary>An image of a disk, whose files lose the mark that they came from outside.</summary>
    DiskImage,

    /// <summary>An Office document with macros.</summary>
    Macro,

    /// <summary>An archive that needs a password, so that nobody but the recipient can look into it.</summary>
    Encrypted,

    /// <summary>Two extensions, of which the shown one is harmless: <c>invoice.pdf.exe</c>.</summary>
    DoubleExtension,

    /// <summary>A name that reads otherwise than it is: text direction turned (U+202E), extension pushed out of sight.</summary>
    DisguisedName,

    /// <summary>An archive that is not looked into: of another kind than zip, tar and gzip, broken, or large.</summary>
    Unreadable,

    /// <summary>An archive made to be larger, deeper or longer than whoever opens it can bear.</summary>
    Bomb,

    /// <summary>A message that hides what it carries: in pieces (RFC 2046 §5.2.2), elsewhere (§5.2.3), in more parts or levels than are looked at.</summary>
    Structure,
}
