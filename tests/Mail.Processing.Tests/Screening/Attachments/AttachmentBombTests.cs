using System.Text;
using Mail.Core;

namespace Mail.Processing.Tests;

/// <summary>What is made to be expensive is classified inside limits: counted work, and memory.</summary>
[Collection(nameof(MemoryTests))]
public class AttachmentBombTests
{
    private const string Bomb = "blocked: archives: they unpack to more than 100 times the message";

    // What the test process itself needs meanwhile, and a copy of the largest archive.
    private const long MaxAllocated = 200 * 1024 * 1024;

    [Fact]
    public async Task Archives_deeper_than_anybody_packs_them_are_a_bomb() =>
        Assert.Equal("blocked: a.zip/5.zip/4.zip/3.zip/2.zip: archives within archives, more than 4 deep", (await BoundedAsync(Archive.Nested(6, "a.txt", [1]))).Words);

    [Fact]
    public async Task A_wide_and_deep_tree_of_archives_is_bounded_by_the_number_of_its_files()
    {
        // 16 archives of 16 archives of 16 archives of 16 archives: 42.zip without its last layer.
        var tree = Enumerable.Range(0, 4).Aggregate(
            new byte[1000], (inner, level) => Archive.Zip([.. Enumerable.Range(0, 16).Select(i => ($"{level}-{i}.zip", inner))]));

        Assert.NotEqual(ScanAction.Pass, (await BoundedAsync(tree)).Action);
    }

    [Fact]
    public async Task Zeros_that_become_gigabytes_are_a_bomb()
    {
        var zeros = Archive.Zip(("zeros", new byte[100_000_000]));

        Assert.Equal(Bomb, (await BoundedAsync(Archive.Zip([.. Enumerable.Range(0, 20).Select(i => ($"{i}.zip", zeros))]))).Words);
        Assert.Equal(Bomb, (await BoundedAsync(Archive.Gzip(Archive.Tar(System.Formats.Tar.TarEntryFormat.Gnu, ("zeros", new byte[150_000_000]))))).Words);
        Assert.IsType<ScanFinding.Clean>(await BoundedAsync(zeros));
    }

    [Fact]
    public async Task Files_that_share_their_octets_are_a_bomb() =>
        Assert.Equal("blocked: a.zip: a zip archive whose files share their octets; archives: they unpack to more than 100 times the message", (await BoundedAsync(Archive.Overlapping(5000))).Words);

    [Fact]
    public async Task A_directory_of_a_million_files_is_not_read_to_its_end()
    {
        var finding = await BoundedAsync(Archive.Overlapping(60_000));

        Assert.Contains("attachment:bomb", finding.Facts);
    }

    [Fact]
    public async Task Sizes_that_the_directory_invents_are_a_bomb() =>
        Assert.Equal(["attachment:bomb"], (await BoundedAsync(Archive.Patched(Archive.Zip(("a.txt", [1, 2, 3])), at: 24, 0xf0, 0xff, 0xff, 0xff))).Facts);

    [Fact]
    public async Task Ten_thousand_parts_are_too_many()
    {
        var message = Encoding.UTF8.GetBytes(Archive.Message([.. Enumerable.Range(0, 10_000).Select(i => $"Content-Type: application/x; name=\"{i}.txt\"\r\n\r\nx")]));

        Assert.Equal((ScanAction.Junk, "attachment:structure"), await ActionAsync(message));
    }

    [Fact]
    public async Task A_thousand_encoded_messages_are_too_many()
    {
        var part = $"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n{Archive.Base64("Subject: x\r\n\r\nx"u8.ToArray())}";
        var message = Encoding.UTF8.GetBytes(Archive.Message([.. Enumerable.Repeat(part, 1000)]));

        Assert.Equal((ScanAction.Junk, "attachment:structure"), await ActionAsync(message));
    }

    [Fact]
    public async Task A_hundred_levels_are_too_deep()
    {
        var message = new StringBuilder();
        for (var level = 0; level < 100; level++)
        {
            message.Append(System.Globalization.CultureInfo.InvariantCulture, $"Content-Type: multipart/mixed; boundary=b{level}\r\n\r\n--b{level}\r\n");
        }

        Assert.Equal((ScanAction.Junk, "attachment:structure"), await ActionAsync(Encoding.UTF8.GetBytes(message.ToString())));
    }

    [Fact]
    public async Task Fifty_megabytes_of_base64_of_nothing_are_read_in_constant_memory()
    {
        var line = new string('A', 76) + "\r\n";
        var text = new StringBuilder(52_000_000);
        while (text.Length < 50_000_000)
        {
            text.Append(line);
        }

        var message = Encoding.ASCII.GetBytes(Archive.Message($"Content-Type: application/x\r\nContent-Transfer-Encoding: base64\r\n\r\n{text}"));
        var before = GC.GetTotalAllocatedBytes(precise: true);

        Assert.IsType<ScanFinding.Clean>(await AttachmentScan.OfMessageAsync(message));

        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 10_000_000);
    }

    [Fact]
    public async Task Boundaries_and_nothing_else_are_read_in_time_and_memory()
    {
        var message = Encoding.ASCII.GetBytes(Archive.Message([.. Enumerable.Repeat("", 500_000)]));
        var before = GC.GetTotalAllocatedBytes(precise: true);

        Assert.Equal(ScanAction.Junk, (await AttachmentScan.OfMessageAsync(message)).Action);

        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 200_000_000);
    }

    [Fact]
    public async Task A_name_of_the_size_of_the_message_costs_no_more_than_reading_it()
    {
        var name = string.Concat(Enumerable.Range(0, 50_000).Select(i => $"; filename*{i}=x"));
        var before = GC.GetTotalAllocatedBytes(precise: true);

        await AttachmentScan.OfMessageAsync(Archive.Message([.. Enumerable.Repeat($"Content-Disposition: attachment{name}\r\n\r\nx", 20)]));

        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, MaxAllocated);
    }

    private static async Task<ScanFinding> BoundedAsync(byte[] archive, string policy = "default")
    {
        var message = Encoding.ASCII.GetBytes(Archive.Message("a.zip", archive));
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var finding = await AttachmentScan.OfMessageAsync(message, policy);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, MaxAllocated);
        return finding;
    }

    private static async Task<(ScanAction Action, string Fact)> ActionAsync(byte[] message)
    {
        var finding = await AttachmentScan.OfMessageAsync(message);
        return (finding.Action, Assert.Single(finding.Facts));
    }
}
