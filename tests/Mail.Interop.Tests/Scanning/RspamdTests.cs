using System.Globalization;
using Mail.Core;
using Mail.Scanning;
using Mail.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mail.Interop.Tests;

public class RspamdTests
{
    // The text that every spam filter takes for spam (spamassassin.apache.org/gtube), put together here so that none takes this file for it.
    private const string Gtube = "XJS*C4JDBQADN1.NSBN3*2IDNEN*" + "GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL" + "*C.34X";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task Rspamd_takes_the_question_and_its_words_are_understood()
    {
        var file = Peer.Installed("rspamd", "rspamd");
        var folder = Directory.CreateTempSubdirectory("mail-rspamd-");
        var port = FreePorts.Take();
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "tld"), "test\ncom\n", Token);
        var configuration = Path.Combine(folder.FullName, "rspamd.conf");
        await File.WriteAllTextAsync(configuration, string.Create(CultureInfo.InvariantCulture, $$"""
            options {
                pidfile = "{{folder.FullName}}/pid"; temp_dir = "{{folder.FullName}}"; url_tld = "{{folder.FullName}}/tld";
                control_socket = "{{folder.FullName}}/control mode=0600"; hs_cache_dir = "{{folder.FullName}}"; disable_hyperscan = true; filters = ""; gtube_patterns = "reject";
                dns { nameserver = "127.0.0.1:1"; timeout = 0.1s; }
            }
            logging { type = "console"; level = "info"; }
            actions { reject = 15; add_header = 6; greylist = 4; }
            worker "normal" { bind_socket = "127.0.0.1:{{port}}"; count = 1; }

            """), Token);
        await using var rspamd = new ServerProcess(
            "rspamd", file, ["-f", "-i", "-c", configuration, $"--var=DBDIR={folder.FullName}", $"--var=RUNDIR={folder.FullName}", $"--var=LOGDIR={folder.FullName}"],
            new Dictionary<string, string>(), _ => Task.FromResult(Peer.Listens(port)));
        await rspamd.StartAsync(Token);

        var clean = await ScanAsync(port, ScannedMessage.Request("\r\nHello\r\n"));
        var spam = await ScanAsync(port, ScannedMessage.Request($"\r\n{Gtube}\r\n"));

        // Killed, it would leave its workers behind.
        await rspamd.StopAsync(Token);

        Assert.IsType<ScanFinding.Clean>(clean);
        Assert.Contains("rspamd:action=no action", clean.Facts);
        Assert.Equal(ScanAction.Junk, Assert.IsType<ScanFinding.Suspicious>(spam).Action);
        Assert.Contains("rspamd:action=reject", spam.Facts);
        Assert.Contains("rspamd:GTUBE", spam.Facts);
    }

    private static async Task<ScanFinding> ScanAsync(int port, ScanRequest request)
    {
        var settings = new InMemorySiteSettings();
        settings.Set("rspamd", $"http://127.0.0.1:{port}");
        using var scanner = new RspamdScanner(settings, new RspamdOptions(), TimeProvider.System, NullLogger<RspamdScanner>.Instance);
        return (await scanner.ScanAsync(request, Token))!;
    }
}
