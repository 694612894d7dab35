using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace Mail.Processing.Tests;

/// <summary>Archives for tests, made and not kept.</summary>
internal static class Archive
{
    /// <summary>What Windows starts, as far as a signature goes.</summary>
    public static byte[] Program { get; } = [.. "MZ"u8, .. new byte[58], 64, 0, 0, 0, .. "PE\0\0"u8, .. new byte[100]];

    public static byte[] Zip(params (string Name, byte[] Content)[] files)
    {
        var archive = new MemoryStream();
        using (var zip = new ZipArchive(archive, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return archive.ToArray();
    }

    public static byte[] Gzip(byte[] content)
    {
        var archive = new MemoryStream();
        using (var gzip = new GZipStream(archive, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(content);
        }

        return archive.ToArray();
    }

    public static byte[] Tar(TarEntryFormat format, params (string Name, byte[] Content)[] files)
    {
        var archive = new MemoryStream();
        using (var tar = new TarWriter(archive, format, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                TarEntry entry = format switch
                {
                    TarEntryFormat.Gnu => new GnuTarEntry(TarEntryType.RegularFile, name),
                    TarEntryFormat.Ustar => new UstarTarEntry(TarEntryType.RegularFile, name),
                    _ => new PaxTarEntry(TarEntryType.RegularFile, name),
                };
                entry.DataStream = new MemoryStream(content);
                tar.WriteEntry(entry);
            }
        }

        return archive.ToArray();
    }

    /// <summary>Zip archives in zip archives.</summary>
    public static byte[] Nested(int depth, string name, byte[] content) =>
        Enumerable.Range(0, depth).Aggregate(Zip((name, content)), (inner, level) => Zip(($"{level}.zip", inner)));

    /// <summary>One file whose content all the entries of the directory lead to (a bomb after David Fifield's, without its quoting).</summary>
    public static byte[] Overlapping(int entries)
    {
        var one = Zip(("a", new byte[100_000]));
        var directory = one.AsSpan().LastIndexOf("PK\x01\x02"u8);
        var header = one[directory..one.AsSpan().LastIndexOf("PK\x05\x06"u8)];
        return WithEnd(one[..directory], [.. Enumerable.Repeat(header, entries).SelectMany(octets => octets)], (ushort)entries);
    }

    /// <summary>An archive whose directory says of its one file what the test wants.</summary>
    public static byte[] Patched(byte[] zip, int at, params byte[] octets)
    {
        var patched = zip.ToArray();
        octets.CopyTo(patched, patched.AsSpan().LastIndexOf("PK\x01\x02"u8) + at);
        return patched;
    }

    public static string Base64(byte[] content) => Convert.ToBase64String(content, Base64FormattingOptions.InsertLineBreaks);

    /// <summary>A message with one text and one attachment.</summary>
    public static string Message(string name, byte[] content, string type = "application/octet-stream") =>
        Message($"Content-Type: {type}\r\nContent-Disposition: attachment; filename=\"{name}\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{Base64(content)}");

    /// <param name="parts">Each with its header.</param>
    public static string Message(params string[] parts)
    {
        var message = new StringBuilder("From: x@sender.test\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=sep\r\n\r\n--sep\r\n\r\nHello\r\n");
        foreach (var part in parts)
        {
            message.Append("--sep\r\n").Append(part).Append("\r\n");
        }

        return message.Append("--sep--\r\n").ToString();
    }

    private static byte[] WithEnd(byte[] files, byte[] directory, ushort entries)
    {
        var end = new MemoryStream();
        using var writer = new BinaryWriter(end);
        writer.Write("PK\x05\x06"u8);
        writer.Write(0);
        writer.Write(entries);
        writer.Write(entries);
        writer.Write(directory.Length);
        writer.Write(files.Length);
        writer.Write((ushort)0);
        return [.. files, .. directory, .. end.ToArray()];
    }
}
