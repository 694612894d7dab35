using System.IO.Compression;
using Mail.Core;

namespace Mail.Processing;

/// <summary>
/// Looks what is in an archive, and in the archives in it, without unpacking more than that takes: names, and what files begin with. Bounded by the message's
/// <see cref="InspectionBudget"/>; broken archives are findings, never errors.
/// </summary>
internal sealed class ArchiveInspector(AttachmentInspection inspection, CancellationToken cancellationToken)
{
    /// <summary>Octets of a file in an archive that tell what it is; also what looking at it costs at least, for setting up a decompressor.</summary>
    private const int Peek = 4 * 1024;

    private InspectionBudget Budget => inspection.Budget;

    /// <param name="content">From its start; seekable.</param>
    /// <param name="type">What it begins with.</param>
    /// <param name="path">For people: <c>a.zip/b.zip</c>.</param>
    /// <param name="depth">Archives around it.</param>
    public void Inspect(Stream content, FileType type, string path, int depth)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (depth > InspectionBudget.MaxDepth)
        {
            inspection.Add(AttachmentKind.Bomb, path, $"archives within archives, more than {InspectionBudget.MaxDepth} deep");
            return;
        }

        try
        {
            // An archive may be two at once, read from its start and from its end.
            if (type != FileType.Zip && ZipDirectory.Find(content) is not null)
            {
                new ZipInspector(this, inspection, cancellationToken).Inspect(content, path, depth);
            }

            switch (type)
            {
                case FileType.Zip:
                    new ZipInspector(this, inspection, cancellationToken).Inspect(content, path, depth);
                    break;
                case FileType.Gzip:
                    InspectGzip(content, path, depth);
                    break;
                case FileType.Tar:
                    content.Position = 0;
                    InspectTar(content, path, depth);
                    break;
                case FileType.Compound:
                    inspection.AddIf(CompoundMacros.AreIn(content), AttachmentKind.Macro, path, "an Office document with macros");
                    break;
                case FileType.OtherArchive:
                    inspection.Add(AttachmentKind.Unreadable, path, "an archive that is not looked into");
                    break;
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            inspection.Add(AttachmentKind.Unreadable, path, "a broken archive");
        }
    }

    /// <summary>A file in an archive: what it begins with, and when that is an archive, what is in there.</summary>
    /// <param name="content">Decompressed as it is read; to be read once.</param>
    public void InspectFile(Stream content, string path, int depth)
    {
        var start = new byte[Peek];
        var read = content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        Budget.Take(Peek - read);
        var type = FileSignature.Detect(start.AsSpan(0, read));
        inspection.AddType(type, path);
        // What is called a zip archive is opened as one. The ends of all other files are not looked for: that would unpack them all.
        if (!IsContainer(type) && (read == 0 || !ZipNames.Has(path)))
        {
            return;
        }

        using var whole = ScratchStream.Copy(new ResumedStream(start.AsMemory(0, read), content), cancellationToken);
        Inspect(whole, IsContainer(type) ? type : FileType.Zip, path, depth + 1);
    }

    public static bool IsContainer(FileType type) => type is FileType.Zip or FileType.Gzip or FileType.Tar or FileType.Compound or FileType.OtherArchive;

    private void InspectGzip(Stream content, string path, int depth)
    {
        content.Position = 0;
        using var unpacked = new BudgetedStream(new GZipStream(content, CompressionMode.Decompress, leaveOpen: true), Budget);
        var start = new byte[Peek];
        var read = unpacked.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        var type = FileSignature.Detect(start.AsSpan(0, read));
        var resumed = new ResumedStream(start.AsMemory(0, read), unpacked);
        if (type == FileType.Tar)
        {
            InspectTar(resumed, path, depth);
            return;
        }

        // RFC 1952 §2.3.1: without its extension it is the file's name, unless the archive says another, which programs do not use.
        var name = Path.GetFileNameWithoutExtension(path);
        inspection.AddName(name, path);
        InspectFile(resumed, path, depth);
    }

    private void InspectTar(Stream content, string path, int depth)
    {
        var tar = new TarReader(content, Budget);
        while (tar.Next() is { } name)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!Budget.TakeEntry())
            {
                return;
            }

            inspection.AddName(name, $"{path}/{name}");
            InspectFile(tar.Content, $"{path}/{name}", depth);
        }
    }
}
