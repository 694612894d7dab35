using Mail.Core;
using Mail.Scanning;
using Mail.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mail.Interop.Tests;

public class ClamAvTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task ClamAV_finds_what_is_infected_and_its_end_is_no_verdict()
    {
        await using var clamd = await ClamdDaemon.StartAsync(Token);

        Assert.Equal("clean", (await ScanAsync(clamd.Address, ScannedMessage.WithAttachment([1, 2, 3]))).Words);
        Assert.StartsWith("infected: Eicar-Test-Signature", (await ScanAsync(clamd.Address, ScannedMessage.WithAttachment(Eicar.Octets))).Words, StringComparison.Ordinal);
        Assert.StartsWith("infected: Eicar-Test-Signature", (await ScanAsync(clamd.Socket, ScannedMessage.WithAttachment(Eicar.Octets))).Words, StringComparison.Ordinal);
        // Beyond its StreamMaxLength it answers in the middle and closes.
        Assert.Equal("not scanned: larger than its StreamMaxLength", (await ScanAsync(clamd.Address, ScannedMessage.WithAttachment(new byte[8_000_000]))).Words);

        await clamd.KillAsync();
        Assert.Equal(ScanAction.Defer, (await ScanAsync(clamd.Address, ScannedMessage.WithAttachment(Eicar.Octets))).Action);
        Assert.Equal(ScanAction.Defer, (await ScanAsync(clamd.Socket, ScannedMessage.WithAttachment(Eicar.Octets))).Action);
    }

    private static async Task<ScanFinding> ScanAsync(ScannerAddress address, ScanRequest request)
    {
        var settings = new InMemorySiteSettings();
        settings.Set("clamav", address.ToString());
        return (await new ClamAvScanner(settings, TimeProvider.System, NullLogger<ClamAvScanner>.Instance).ScanAsync(request, Token))!;
    }
}
