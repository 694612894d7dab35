using System.IO.Compression;
using System.Text;
using Mail.Authentication;

namespace Mail.Fuzz.Targets;

/// <summary>A report of somebody else as it is attached; and where somebody wants ours.</summary>
internal sealed class DmarcReportTarget : IFuzzTarget
{
    // Octets of XML that are packed and read again.
    private const int MaxAgain = 64 * 1024;

    public string Name => "dmarc-report";

    public void Run(ReadOnlySpan<byte> input)
    {
        var report = DmarcReportFile.Read(input.ToArray(), out var problem);
        BrokenPromiseException.Unless(report is null == problem.Length > 0, "who reads nothing says why");
        if (report is not null)
        {
            Check(report);
        }

        if (input.Length <= MaxAgain)
        {
            BrokenPromiseException.Unless(DmarcReportFile.Read(Pack(input), out _)?.Id == (IsPacked(input) ? null : report?.Id), "packing changes nothing");
        }

        if (ReportTarget.Read(Encoding.UTF8.GetString(input)) is { } target)
        {
            BrokenPromiseException.Unless(!target.Address.ToString().AsSpan().ContainsAny('\r', '\n', '\0'), "an address is one line");
            BrokenPromiseException.Unless(target.MaxOctets is null or >= 0, "a size is a size");
        }
    }

    private static void Check(DmarcReport report)
    {
        BrokenPromiseException.Unless(report.Id.Length is > 0 and <= 255 && report.Organization.All(c => c is >= ' ' and <= '~'), "text is short and printable");
        BrokenPromiseException.Unless(report.Tallies.All(tally => tally.Count >= 0), "a count counts");
        BrokenPromiseException.Unless(report.Tallies.DistinctBy(tally => tally.Finding).Count() == report.Tallies.Count, "a finding is counted once");
        // What was read can be written, and says the same.
        var again = DmarcReportFile.Read(DmarcReportWriter.ToGzip(report), out _);
        BrokenPromiseException.Unless(again?.Tallies.SequenceEqual(report.Tallies) == true, "a report goes around");
    }

    private static bool IsPacked(ReadOnlySpan<byte> input) => input is [0x1f, 0x8b, ..] or [(byte)'P', (byte)'K', 3, 4, ..];

    private static byte[] Pack(ReadOnlySpan<byte> input)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(input);
        }

        return packed.ToArray();
    }
}
