using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Mail.Local.Tests.Durable;

/// <summary>An Azurite, started as the local run starts it, that can be killed and started again on the same data and ports.</summary>
internal sealed partial class AzuriteUnderTest(string location) : IAsyncDisposable
{
    // Includes the first installation by npm.
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, int> _ports = new() { ["Blob"] = 0, ["Queue"] = 0, ["Table"] = 0 };
    private Process? _process;

    /// <summary>How often it saves its databases; short by default, so that kills hit saves.</summary>
    public TimeSpan SaveInterval { get; init; } = TimeSpan.FromMilliseconds(40);

    public string ConnectionString =>
        "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;" +
        "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;" +
        $"BlobEndpoint=http://127.0.0.1:{_ports["Blob"]}/devstoreaccount1;" +
        $"QueueEndpoint=http://127.0.0.1:{_ports["Queue"]}/devstoreaccount1;" +
        $"TableEndpoint=http://127.0.0.1:{_ports["Table"]}/devstoreaccount1;";

    public async Task StartAsync()
    {
        Assert.SkipWhen(PortableNode.Path is null, "skipped: node not installed");
        var start = new ProcessStartInfo("node")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                Path.Combine(RepositoryRoot.Find(), "infra", "local", "azurite", "start.js"), "--silent", "--location", location,
                "--blobPort", $"{_ports["Blob"]}", "--queuePort", $"{_ports["Queue"]}", "--tablePort", $"{_ports["Table"]}",
            },
            Environment = { ["MAIL_STOP_ON_STDIN_END"] = "1", ["MAIL_AZURITE_SAVE_INTERVAL_MS"] = $"{SaveInterval.TotalMilliseconds:0}" },
        };
        _process = Process.Start(start)!;
        var errors = _process.StandardError.ReadToEndAsync();
        using var timeout = new CancellationTokenSource(StartTimeout);
        for (var listening = 0; listening < 3;)
        {
            var line = await _process.StandardOutput.ReadLineAsync(timeout.Token)
                ?? throw new InvalidOperationException($"Azurite ended while it started: {await errors}");
            if (Listening().Match(line) is not { Success: true } match)
                continue;
            _ports[match.Groups["service"].Value] = int.Parse(match.Groups["port"].Value, null);
            listening++;
        }
        _ = _process.StandardOutput.ReadToEndAsync();
    }

    /// <summary>SIGKILL: the process gets no chance to save anything.</summary>
    public void Kill() => _process!.Kill();

    public async Task WaitForEndAsync()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await _process!.WaitForExitAsync(timeout.Token);
        _process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is null)
            return;
        Kill();
        await WaitForEndAsync();
    }

    [GeneratedRegex(@"^Azurite (?<service>\w+) service is successfully listening at http://127\.0\.0\.1:(?<port>[0-9]+)")]
    private static partial Regex Listening();
}
