using System.IO.Compression;

namespace Mail.Authentication;

/// <summary>
/// A report as reporters attach it: gzip (RFC 7489 §7.2.1.1), zip, which many send all the same, or plain XML. Told apart by how it begins; names and
/// types of attachments say anything. What it unpacks to is read as it comes and nowhere kept, so a bomb costs the time for <see cref="DmarcReportReader.MaxCharacters"/> of XML at most.
/// </summary>
public static class DmarcReportFile
{
    /// <summary>Octets as attached. The largest report that we would write has some 300 kB.</summary>
    public const int MaxOctets = 4 * 1024 * 1024;

    /// <summary>A zip has the report, and at most a file or two that somebody's computer has added; each may be a bomb.</summary>
    private const int MaxEntries = 4;

    /// <summary>Unpacked: XML of ASCII has an octet a character, other UTF-8 up to four.</summary>
    private const long MaxUnpacked = 4L * DmarcReportReader.MaxCharacters;

    public static DmarcReport? Read(ReadOnlyMemory<byte> file, out string problem)
    {
        if (file.Length > MaxOctets)
        {
            problem = "too large";
            return null;
        }

        try
        {
            using var packed = new MemoryStream(file.ToArray(), writable: false);
            switch (file.Span)
            {
                // RFC 1952 §2.3.1.
                case [0x1f, 0x8b, ..]:
                    using (var gzip = new GZipStream(packed, CompressionMode.Decompress))
                    {
                        return Unpack(gzip, out problem);
                    }

                case [(byte)'P', (byte)'K', 3, 4, ..]:
                    return ReadZip(packed, out problem);
                default:
                    return Unpack(packed, out problem);
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or NotSupportedException)
        {
            problem = "an archive that cannot be unpacked";
            return null;
        }
    }

    /// <summary>The first file that is a report: §7.2.1.1 has one report a message.</summary>
    private static DmarcReport? ReadZip(MemoryStream packed, out string problem)
    {
        using var zip = new ZipArchive(packed, ZipArchiveMode.Read);
        problem = "no report in the archive";
        if (zip.Entries.Count > MaxEntries)
        {
            problem = "too many files in the archive";
            return null;
        }

        foreach (var entry in zip.Entries.Where(entry => entry.Length > 0 && !entry.IsEncrypted))
        {
            using var content = entry.Open();
            if (Unpack(content, out problem) is { } report)
            {
                return report;
            }
        }

        return null;
    }

    private static DmarcReport? Unpack(Stream content, out string problem)
    {
        using var limited = new LimitedStream(content, MaxUnpacked);
        return DmarcReportReader.Read(limited, out problem);
    }
}
