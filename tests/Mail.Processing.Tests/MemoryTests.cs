using System.Text;

namespace Mail.Processing.Tests;

/// <summary>What looks at the memory of the whole process runs alone.</summary>
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
[Collection(nameof(MemoryTests))]
public class MemoryTests
{
    [Fact]
    public void A_flood_of_parts_is_read_in_bounded_memory()
    {
        var flood = new StringBuilder("Content-Type: multipart/mixed; boundary=b\r\n\r\n");
        while (flood.Length < 4_000_000)
        {
            flood.Append("--b\r\nContent-Disposition: attachment; filename=x\r\n\r\n");
        }

        var content = new MemoryStream(Encoding.ASCII.GetBytes(flood.ToString()));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var summary = MessageSummarizer.Summarize(content, TestContext.Current.CancellationToken);
        Assert.Equal(20, summary.Attachments.Count);
        Assert.True(GC.GetTotalMemory(forceFullCollection: true) - before < 1_000_000);
    }
}
