using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Mail.Local.Processes;
using Mail.Local.Settings;
using Mail.Testing;

namespace Mail.Local.Tests;

/// <summary>The real command with the real servers, on free ports and a state folder of its own.</summary>
public sealed class MailLocalTests : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StringBuilder _output = new();
    private readonly Dictionary<PortSetting, int> _ports = PortSetting.All.ToDictionary(port => port, _ => FreePorts.Take());
    private Process? _local;

    [Fact(Timeout = 300_000)]
    public async Task It_comes_up_with_the_demo_accounts_keeps_itself_up_and_stops_cleanly()
    {
        await StartAsync();
        Assert.StartsWith("220 ", await GreetingAsync(), StringComparison.Ordinal);
        Assert.Contains($"127.0.0.1:{_ports[PortSetting.Submission]} with STARTTLS", Output, StringComparison.Ordinal);
        Assert.All(PortSetting.OfGateway, port => Assert.NotNull(PortOwner.Find(_ports[port])));
        Assert.Contains("swaks --server 127.0.0.1:" + _ports[PortSetting.Smtp], Output, StringComparison.Ordinal);
        Assert.Contains("alice@example.test, bob@example.test", Output, StringComparison.Ordinal);

        var (exitCode, errors) = await RunSecondInstanceAsync();
        Assert.Equal(1, exitCode);
        Assert.Contains($"another Mail.Local (process {_local!.Id})", errors, StringComparison.Ordinal);

        Process.GetProcessById(ListenerOf(PortSetting.Smtp)).Kill();
        await UntilAsync(() => Output.Contains("gateway works again.", StringComparison.Ordinal));
        Assert.StartsWith("220 ", await GreetingAsync(), StringComparison.Ordinal);

        await SignalAsync("TERM");
        await _local.WaitForExitAsync(Token);
        Assert.Equal(0, _local.ExitCode);
        Assert.DoesNotContain("did not stop within", Output, StringComparison.Ordinal);
        Assert.All(_ports.Values, port => Assert.Null(PortOwner.Find(port)));
    }

    [Fact(Timeout = 300_000)]
    public async Task Nothing_that_it_started_survives_its_own_violent_death()
    {
        await StartAsync("--no-demo");

        _local!.Kill();
        await _local.WaitForExitAsync(Token);

        await UntilAsync(() => _ports.Values.All(port => PortOwner.Find(port) is null));
    }

    public async ValueTask DisposeAsync()
    {
        if (_local is { HasExited: false })
        {
            await SignalAsync("TERM");
            await _local.WaitForExitAsync(CancellationToken.None);
        }

        _local?.Dispose();
        _folder.Dispose();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string Program => Path.Combine(
        RepositoryRoot.Find(), "artifacts", "bin", "Mail.Local", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "Mail.Local");

    private string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    private string[] Arguments =>
        ["--state", _folder.Path, .. _ports.SelectMany(p => new[] { p.Key.Name, p.Value.ToString(CultureInfo.InvariantCulture) })];

    private async Task StartAsync(params string[] options)
    {
        Assert.SkipWhen(PortableNode.Path is null, "skipped: node not installed");
        Assert.SkipUnless(OperatingSystem.IsLinux(), "skipped: no /proc and signals here");
        _local = new() { StartInfo = new(Program, [.. Arguments, .. options]) { RedirectStandardOutput = true, RedirectStandardError = true } };
        _local.OutputDataReceived += Keep;
        _local.ErrorDataReceived += Keep;
        _local.Start();
        _local.BeginOutputReadLine();
        _local.BeginErrorReadLine();
        await UntilAsync(() => Output.Contains("Try:", StringComparison.Ordinal) || _local.HasExited);
        Assert.False(_local.HasExited, Output);
    }

    private async Task<(int ExitCode, string Errors)> RunSecondInstanceAsync()
    {
        using var second = Process.Start(new ProcessStartInfo(Program, Arguments) { RedirectStandardError = true })!;
        var errors = await second.StandardError.ReadToEndAsync(Token);
        await second.WaitForExitAsync(Token);
        return (second.ExitCode, errors);
    }

    private async Task<string> GreetingAsync()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _ports[PortSetting.Smtp], Token);
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadLineAsync(Token) ?? "";
    }

    private int ListenerOf(PortSetting setting) =>
        int.Parse(PortOwner.Find(_ports[setting])!.Split(' ')[^1], CultureInfo.InvariantCulture);

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _local!.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(CancellationToken.None);
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
            _output.AppendLine(line.Data);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
            await Task.Delay(50, Token);
    }
}
