using System.IO.Compression;
using Mail.Core;

namespace Mail.Processing;

/// <summary>Looks into a zip archive by its central directory, or where that is broken by its local headers, as programs that mend archives do.</summary>
internal sealed class ZipInspector(ArchiveInspector archives, AttachmentInspection inspection, CancellationToken cancellationToken)
{
    private readonly List<(long Offset, long Length)> _files = [];

    public void Inspect(Stream content, string path, int depth)
    {
        if (ZipDirectory.Find(content) is not { } directory)
        {
            inspection.Add(AttachmentKind.Unreadable, path, "a broken zip archive");
            InspectLocalHeaders(content, path);
            return;
        }

        foreach (var entry in directory.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!inspection.Budget.TakeEntry())
            {
                break;
            }

            InspectEntry(content, directory, entry, path, depth);
        }

        inspection.AddIf(FilesOverlap(), AttachmentKind.Bomb, path, "a zip archive whose files share their octets");
    }

    private void InspectEntry(Stream content, ZipDirectory directory, ZipEntry entry, string path, int depth)
    {
        inspection.Budget.Declare(entry.Size);
        foreach (var name in entry.Names)
        {
            InspectName(name, path);
        }

        if (entry.Names[0].EndsWith('/') && entry.Compressed == 0)
        {
            return;
        }

        _files.Add((entry.Offset, entry.Compressed));
        inspection.AddIf(entry.IsEncrypted, AttachmentKind.Encrypted, path, "an archive with a password");
        inspection.AddIf(!entry.IsEncrypted && !entry.CanUnpack, AttachmentKind.Unreadable, path, "packed in a way that is not looked into");
        if (entry.CanUnpack && entry.Compressed > 0)
        {
            InspectContent(content, directory, entry, path, depth);
        }
    }

    private void InspectName(string name, string path)
    {
        inspection.AddName(name, $"{path}/{name}");
        // ECMA-376 leaves the place of these open; Office writes them here ([MS-OFFMACRO2] §2.2.1), and sheets of Excel 4 macros there.
        var isMacro = name.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase) || name.StartsWith("xl/macrosheets/", StringComparison.OrdinalIgnoreCase);
        inspection.AddIf(isMacro, AttachmentKind.Macro, path, "an Office document with macros");
    }

    private void InspectContent(Stream content, ZipDirectory directory, ZipEntry entry, string path, int depth)
    {
        if (ReadLocalHeader(content, entry.Offset) is not var (names, start))
        {
            inspection.Add(AttachmentKind.Unreadable, path, "a broken zip archive");
            return;
        }

        // Programs that do not look at the directory show this name.
        foreach (var name in names.Except(entry.Names))
        {
            InspectName(name, path);
        }

        var packed = new StreamSlice(content, start, Math.Max(0, Math.Min(entry.Compressed, directory.Start - start)));
        try
        {
            using var unpacked = new BudgetedStream(entry.Method == 0 ? packed : new DeflateStream(packed, CompressionMode.Decompress), inspection.Budget);
            archives.InspectFile(unpacked, $"{path}/{entry.Names[0]}", depth);
        }
        catch (InvalidDataException)
        {
            inspection.Add(AttachmentKind.Unreadable, path, "a broken zip archive");
        }
    }

    /// <summary>The names of what can be found from the start on.</summary>
    private void InspectLocalHeaders(Stream content, string path)
    {
        var size = new byte[sizeof(uint)];
        var position = 0L;
        while (inspection.Budget.TakeEntry() && ReadLocalHeader(content, position) is var (names, start))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var name in names)
            {
                InspectName(name, path);
            }

            content.Position = position + 18;
            content.ReadExactly(size);
            position = start + ZipEntryReader.UInt32(size, 0);
        }
    }

    /// <returns>The names, and where the content begins; <c>null</c> where no local header is.</returns>
    private static (IReadOnlyList<string> Names, long Start)? ReadLocalHeader(Stream content, long offset)
    {
        if (offset < 0 || offset > content.Length - ZipEntryReader.LocalLength)
        {
            return null;
        }

        var header = new byte[ZipEntryReader.LocalLength];
        content.Position = offset;
        content.ReadExactly(header);
        if (!header.AsSpan().StartsWith("PK\x03\x04"u8))
        {
            return null;
        }

        var whole = new byte[header.Length + ZipEntryReader.UInt16(header, 26)];
        header.CopyTo(whole, 0);
        return content.ReadAtLeast(whole.AsSpan(header.Length), whole.Length - header.Length, throwOnEndOfStream: false) == whole.Length - header.Length
            ? (ZipEntryReader.ReadLocalNames(whole), offset + whole.Length + ZipEntryReader.UInt16(header, 28))
            : null;
    }

    /// <summary>Files that share octets: how 10 MB become 281 TB without archives in archives. Honest ones stand one behind the other.</summary>
    private bool FilesOverlap()
    {
        _files.Sort();
        var end = 0L;
        foreach (var (offset, length) in _files)
        {
            if (offset < end)
            {
                return true;
            }

            end = Math.Max(end, Math.Min(offset + length, long.MaxValue / 2));
        }

        return false;
    }
}
