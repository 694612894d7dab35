using System.Buffers.Binary;
using System.Text;
using Mail.Core;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mail.Scanning.Tests;

public class ClamAvScannerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_message_arrives_octet_for_octet_and_is_clean()
    {
        var message = ScanWorld.Message + new string('x', 200_000);
        var received = "";
        await using var clamd = new ScriptedPeer(async (stream, ct) =>
        {
            received = await ReadStreamAsync(stream, ct);
            await stream.WriteAsync("stream: OK\0"u8.ToArray(), ct);
        });

        Assert.IsType<ScanFinding.Clean>(await ScanAsync(new SiteSettings { ClamAv = clamd.Address }, message));

        Assert.Equal(message, received);
    }

    [Theory]
    [InlineData(ScanAction.Junk)]
    [InlineData(ScanAction.Quarantine)]
    [InlineData(ScanAction.Discard)]
    public async Task A_virus_is_named_and_the_setting_says_what_becomes_of_it(ScanAction action)
    {
        await using var clamd = Answering("stream: Win.Test FOUND\0");

        var finding = Assert.IsType<ScanFinding.Infected>(await ScanAsync(new SiteSettings { ClamAv = clamd.Address, InfectedMail = action }));

        Assert.Equal(("infected: Win.Test", action), (finding.Words, finding.Action));
        Assert.Equal(["clamav:infected"], finding.Facts);
    }

    [Fact]
    public async Task Nobody_is_asked_without_an_address() => Assert.Null(await ScanAsync(new SiteSettings()));

    [Fact]
    public async Task A_message_beyond_the_setting_is_not_sent()
    {
        await using var clamd = Answering("stream: OK\0");

        var finding = await ScanAsync(new SiteSettings { ClamAv = clamd.Address, ScanMaxMegabytes = 1 }, new string('x', (1024 * 1024) + 1));

        Assert.Equal("not scanned: larger than 1 MiB", Assert.IsType<ScanFinding.NotScanned>(finding).Words);
        Assert.Equal(0, clamd.Connections);
    }

    [Theory]
    [InlineData(null, ScanFailureRule.Defer, ScanAction.Quarantine)]
    [InlineData(null, ScanFailureRule.Pass, ScanAction.Pass)]
    [InlineData(ScanAction.Tag, ScanFailureRule.Defer, ScanAction.Tag)]
    [InlineData(ScanAction.Discard, ScanFailureRule.Pass, ScanAction.Discard)]
    public async Task What_nobody_can_scan_does_not_get_past_a_scanner_that_fails_closed(ScanAction? unscanned, ScanFailureRule failure, ScanAction expected)
    {
        await using var clamd = Answering("INSTREAM size limit exceeded. ERROR\0");
        var site = new SiteSettings { ClamAv = clamd.Address, ClamAvFailure = failure, UnscannedMail = unscanned };

        Assert.Equal(expected, Assert.IsType<ScanFinding.NotScanned>(await ScanAsync(site)).Action);
        Assert.Equal(expected, (await ScanAsync(site with { ScanMaxMegabytes = 1 }, new string('x', (1024 * 1024) + 1)))!.Action);
    }

    [Fact]
    public async Task A_message_beyond_the_limit_of_the_daemon_is_not_tried_again_because_it_would_never_be_scanned()
    {
        // As clamd does it: it answers in the middle of the stream, and closes with octets unread.
        await using var clamd = new ScriptedPeer(async (stream, ct) =>
        {
            await stream.ReadExactlyAsync(new byte[100_000], ct);
            await stream.WriteAsync("INSTREAM size limit exceeded. ERROR\0"u8.ToArray(), ct);
        });

        var finding = await ScanAsync(new SiteSettings { ClamAv = clamd.Address }, new string('x', 8 * 1024 * 1024));

        Assert.Equal("not scanned: larger than its StreamMaxLength", Assert.IsType<ScanFinding.NotScanned>(finding).Words);
    }

    [Theory]
    [InlineData(ScanFailureRule.Pass, ScanAction.Pass)]
    [InlineData(ScanFailureRule.Defer, ScanAction.Defer)]
    public async Task A_daemon_that_is_not_there_fails_as_the_setting_says(ScanFailureRule rule, ScanAction action)
    {
        ScannerAddress address;
        await using (var gone = Answering(""))
        {
            address = gone.Address;
        }

        var finding = await ScanAsync(new SiteSettings { ClamAv = address, ClamAvFailure = rule });

        Assert.Equal(action, Assert.IsType<ScanFinding.Failed>(finding).Action);
        Assert.Contains(address.ToString(), finding.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_socket_that_is_not_there_fails()
    {
        var finding = await ScanAsync(new SiteSettings { ClamAv = new ScannerAddress(null, 0, "/nowhere/clamd.ctl") });

        Assert.Contains("/nowhere/clamd.ctl", Assert.IsType<ScanFinding.Failed>(finding).Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0")]
    [InlineData("stream: ")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n")]
    public async Task Nonsense_is_a_failure(string answer)
    {
        await using var clamd = Answering(answer);

        Assert.Equal(ScanAction.Defer, Assert.IsType<ScanFinding.Failed>(await ScanAsync(new SiteSettings { ClamAv = clamd.Address })).Action);
    }

    [Fact]
    public async Task An_answer_without_end_is_not_read_to_its_end()
    {
        await using var clamd = new ScriptedPeer(async (stream, ct) =>
        {
            await ReadStreamAsync(stream, ct);
            while (!ct.IsCancellationRequested)
            {
                await stream.WriteAsync(new byte[1000].Select(_ => (byte)'x').ToArray(), ct);
            }
        });

        var finding = await ScanAsync(new SiteSettings { ClamAv = clamd.Address });

        Assert.InRange(Assert.IsType<ScanFinding.Failed>(finding).Words.Length, 100, 200);
    }

    [Fact]
    public async Task A_daemon_that_says_nothing_is_given_up()
    {
        await using var clamd = new ScriptedPeer(async (_, ct) => await Task.Delay(Timeout.Infinite, ct));

        var finding = await ScanAsync(new SiteSettings { ClamAv = clamd.Address, ScanTime = TimeSpan.FromSeconds(1) });

        Assert.Equal($"failed: {clamd.Address}: no answer within 1s", Assert.IsType<ScanFinding.Failed>(finding).Words);
    }

    [Fact]
    public async Task The_callers_cancellation_is_not_the_daemons_failure()
    {
        await using var clamd = new ScriptedPeer(async (_, ct) => await Task.Delay(Timeout.Infinite, ct));
        using var stop = new CancellationTokenSource();
        var scan = Scanner(new SiteSettings { ClamAv = clamd.Address }).ScanAsync(ScanWorld.Request(), stop.Token).AsTask();

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => scan);
    }

    [Fact]
    public async Task Commands_have_their_answers()
    {
        await using var clamd = new ScriptedPeer(async (stream, ct) =>
        {
            var command = new byte[6];
            await stream.ReadExactlyAsync(command, ct);
            await stream.WriteAsync(command.AsSpan().SequenceEqual("zPING\0"u8) ? "PONG\0"u8.ToArray() : "?\0"u8.ToArray(), ct);
        });

        Assert.Equal("PONG", await new ClamdClient(clamd.Address, TimeSpan.FromSeconds(30), TimeProvider.System).CommandAsync("PING", Token));
    }

    private static ScriptedPeer Answering(string answer) => new(async (stream, ct) =>
    {
        await ReadStreamAsync(stream, ct);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(answer), ct);
    });

    /// <summary>What the client streams, taken apart as clamd does.</summary>
    private static async Task<string> ReadStreamAsync(Stream stream, CancellationToken ct)
    {
        var command = new byte["zINSTREAM\0".Length];
        await stream.ReadExactlyAsync(command, ct);
        Assert.Equal("zINSTREAM\0", Encoding.ASCII.GetString(command));
        var content = new MemoryStream();
        var length = new byte[4];
        while (true)
        {
            await stream.ReadExactlyAsync(length, ct);
            if (BinaryPrimitives.ReadUInt32BigEndian(length) is not (> 0 and var size))
            {
                return Encoding.UTF8.GetString(content.ToArray());
            }

            var chunk = new byte[size];
            await stream.ReadExactlyAsync(chunk, ct);
            content.Write(chunk);
        }
    }

    private static ValueTask<ScanFinding?> ScanAsync(SiteSettings settings, string message = ScanWorld.Message) =>
        Scanner(settings).ScanAsync(ScanWorld.Request(message), Token);

    private static ClamAvScanner Scanner(SiteSettings settings) =>
        new(ScanWorld.Settings(settings), TimeProvider.System, NullLogger<ClamAvScanner>.Instance);
}
