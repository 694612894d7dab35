using System.Collections.Frozen;

namespace Mail.Processing;

/// <summary>Names of files that programs open as zip archives, whatever the files begin with.</summary>
internal static class ZipNames
{
    // Office and OpenDocument files, what Java, Android and browsers start, books, maps, packages.
    private static readonly FrozenSet<string> Extensions =
        ("zip docx docm dotx dotm xlsx xlsm xltx xltm xlam xlsb pptx pptm potx potm ppsx ppsm ppam vsdx odt ods odp odg odf "
            + "jar war ear apk xpi crx epub kmz xps oxps nupkg vsix whl appx appxbundle msix msixbundle")
        .Split(' ').Select(extension => "." + extension).ToFrozenSet(StringComparer.Ordinal);

    public static bool Has(string name) => Extensions.Contains(DangerousNames.Extension(DangerousNames.FileName(name)));
}
