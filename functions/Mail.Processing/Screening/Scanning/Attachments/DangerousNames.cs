using System.Collections.Frozen;
using Mail.Core;

namespace Mail.Processing;

/// <summary>What names of files tell. The extensions are those that Outlook and Gmail block, by what opening such a file does.</summary>
internal static class DangerousNames
{
    /// <summary>Characters of white space that push an extension out of sight; nobody types as many.</summary>
    private const int HidingSpaces = 5;

    private static readonly FrozenDictionary<string, AttachmentKind> ByExtension = new Dictionary<AttachmentKind, string>
    {
        [AttachmentKind.Executable] =
            "exe com scr pif cpl dll sys drv ocx msi msp mst msix msixbundle appx appxbundle appinstaller jar jnlp apk ipa dmg pkg deb rpm run elf xll wll gadget application class",
        [AttachmentKind.Script] =
            "bat cmd js jse vbs vbe vb ws wsf wsc wsh hta ps1 ps1xml ps2 psm1 psd1 msh msh1 msh2 sct shb shs reg inf ins isp scf mht mhtml chm hlp csh ksh command py pyw pyc pyo pyz pyzw pl "
            + "application-ms appref-ms settingcontent-ms diagcab msc mcf mde ade adp mda mdb accda accde asp aspx xbap udl osd theme themepack printerexport one onepkg",
        [AttachmentKind.Shortcut] = "lnk url desktop webloc website library-ms search-ms searchconnector-ms rdp",
        [AttachmentKind.DiskImage] = "iso img vhd vhdx vmdk udf daa nrg toast wim",
        [AttachmentKind.Macro] = "docm dotm xlsm xltm xlam xlsb xla xlm pptm potm ppam ppsm sldm slk iqy",
        [AttachmentKind.Unreadable] = "rar 7z cab ace arj lzh lha arc zoo bz2 tbz tbz2 xz txz zst lz lzma z zipx r00 001 uue xxe egg alz",
    }
        .SelectMany(kind => kind.Value.Split(' ').Select(extension => ("." + extension, kind.Key)))
        .ToFrozenDictionary(pair => pair.Item1, pair => pair.Key, StringComparer.Ordinal);

    // What people expect to open by the double click that runs what stands behind it.
    private static readonly FrozenSet<string> Harmless =
        "pdf doc docx xls xlsx ppt pptx rtf txt csv odt ods jpg jpeg png gif bmp tif tiff mp3 mp4 avi mov wav htm html zip eml msg xml"
            .Split(' ').Select(extension => "." + extension).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What Windows makes of a name when the file is saved and opened: without path, stream name, and the dots and blanks behind it.</summary>
    public static string FileName(string name)
    {
        var last = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        var colon = last.IndexOf(':', StringComparison.Ordinal);
        return (colon > 0 ? last[..colon] : last).Replace("\0", "", StringComparison.Ordinal).TrimEnd('.', ' ', '\t', '\u00a0');
    }

    /// <summary>With its dot, in lower case; empty when there is none.</summary>
    public static string Extension(string fileName)
    {
        var dot = fileName.LastIndexOf('.');
        return dot < 0 ? "" : fileName[dot..].ToLowerInvariant();
    }

    /// <summary><c>null</c> for what is harmless by its name.</summary>
    public static AttachmentKind? KindOf(string extension) => ByExtension.TryGetValue(extension, out var kind) ? kind : null;

    /// <summary>Two extensions, the one that is meant to be seen before the one that counts.</summary>
    public static bool HasDoubleExtension(string fileName) =>
        KindOf(Extension(fileName)) is AttachmentKind.Executable or AttachmentKind.Script or AttachmentKind.Shortcut
        && Harmless.Contains(Extension(Path.GetFileNameWithoutExtension(fileName).TrimEnd()));

    /// <summary>U+202D and U+202E turn what follows, so that <c>annexe&lt;RLO&gt;fdp.exe</c> is shown as <c>annexeexe.pdf</c>; names in Arabic and Hebrew do without.</summary>
    public static bool IsDisguised(string fileName) =>
        fileName.AsSpan().IndexOfAny('\u202d', '\u202e') >= 0
        || (KindOf(Extension(fileName)) is not null && fileName[..fileName.LastIndexOf('.')] is var stem && stem.Length - stem.TrimEnd().Length >= HidingSpaces);
}
