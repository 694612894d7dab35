using Mail.Core;
using Mail.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mail.Processing.Tests;

public class ContentScanningTests
{
    private readonly ScanRequest _request = new(
        new Envelope
        {
            QueueId = Some.QueueId(),
            ReversePath = null,
            Recipients = [new EnvelopeRecipient { Address = Some.Address("alice@example.test") }],
            ArrivedAt = DateTimeOffset.UnixEpoch,
        },
        new MemoryStream([1, 2, 3]));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_gravest_finding_decides_and_says_why()
    {
        var report = await ScanAsync(
            new ScanFinding.Clean { Facts = ["a"] }, null, new ScanFinding.Suspicious("odd", 0.5, ScanAction.Junk) { Facts = ["b", "c"] }, new ScanFinding.Suspicious("so-so", 0.5));

        Assert.Equal((ScanAction.Junk, "s2: suspicious: odd"), (report.Action, report.Reason));
        Assert.Equal(["s0", "s2", "s3"], report.Results.Select(result => result.Scanner));
        Assert.Equal(["a", "b", "c"], report.Facts);
    }

    [Fact]
    public async Task After_a_quarantine_nobody_else_is_asked()
    {
        var report = await ScanAsync(new ScanFinding.Blocked("no"), new ScanFinding.Clean());

        Assert.Equal("s0: blocked: no", Assert.Single(report.Results).ToString());
    }

    [Fact]
    public async Task What_is_infected_is_held_although_another_scanner_has_to_be_waited_for()
    {
        var report = await ScanAsync(new ScanFinding.Failed("down", MustWait: true), new ScanFinding.Infected("Eicar"));

        Assert.Equal((ScanAction.Quarantine, "s1: infected: Eicar"), (report.Action, report.Reason));
    }

    [Fact]
    public async Task Nothing_is_said_where_nobody_is_asked()
    {
        var report = await ScanAsync([null]);

        Assert.Equal((ScanAction.Pass, ""), (report.Action, report.Reason));
        Assert.Empty(report.Results);
    }

    [Fact]
    public async Task A_fault_of_a_scanner_makes_the_message_wait_instead_of_letting_it_in()
    {
        var scanning = new ContentScanning([new Scripted("s", () => throw new InvalidOperationException("bug"))], NullLogger<ContentScanning>.Instance);

        Assert.Equal((ScanAction.Defer, "s: failed: an error in the scanner"), await Result());

        async Task<(ScanAction, string)> Result() => (await scanning.ScanAsync(_request, Token)) is var report ? (report.Action, report.Reason) : default;
    }

    [Fact]
    public async Task A_storage_that_fails_is_not_the_scanners_fault()
    {
        var scanning = new ContentScanning([new Scripted("s", () => throw new StorageUnavailableException("down", null))], NullLogger<ContentScanning>.Instance);

        await Assert.ThrowsAsync<StorageUnavailableException>(async () => await scanning.ScanAsync(_request, Token));
    }

    private ValueTask<ScanReport> ScanAsync(params ScanFinding?[] findings) => new ContentScanning(
        findings.Select((finding, index) => new Scripted($"s{index}", () => finding)), NullLogger<ContentScanning>.Instance).ScanAsync(_request, Token);

    private sealed class Scripted(string name, Func<ScanFinding?> answer) : IContentScanner
    {
        public string Name => name;

        public ValueTask<ScanFinding?> ScanAsync(ScanRequest request, CancellationToken cancellationToken)
        {
            Assert.Equal(0, request.Content.Position);
            request.Content.Position = request.Content.Length;
            return new(answer());
        }
    }
}
