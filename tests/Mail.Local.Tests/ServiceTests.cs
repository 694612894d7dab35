using System.Diagnostics;
using System.Globalization;
using Mail.Local.Processes;

namespace Mail.Local.Tests;

/// <summary>Real processes, played by small Node.js scripts that say "ready" by creating a file.</summary>
public sealed class ServiceTests : IDisposable
{
    private const string Ready = "require('fs').writeFileSync('ready', String(process.pid));";
    private const string UntilInputEnds = "process.stdin.on('end', () => { console.log('bye'); process.exit(0); }).resume();";

    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _output = new();
    private readonly ProcessLog _log;

    public ServiceTests() => _log = new(_folder.Path, "fake", echo: null);

    [Fact(Timeout = 60_000)]
    public async Task A_process_gets_the_end_of_its_input_as_the_sign_to_stop()
    {
        var service = Create(Ready + UntilInputEnds);
        await service.StartAsync(Token);

        await service.DisposeAsync();

        Assert.Equal("bye", (await File.ReadAllTextAsync(_log.Path, Token)).Trim());
        Assert.DoesNotContain("killed", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_process_that_does_not_stop_is_killed_in_the_end()
    {
        var service = Create(Ready + "setInterval(() => {}, 1000);");
        await service.StartAsync(Token);
        using var process = Process.GetProcessById(ReadyProcess());

        await service.DisposeAsync();

        Assert.Contains("fake did not stop within", _output.ToString(), StringComparison.Ordinal);
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(10)));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_killed_process_comes_back()
    {
        await using var service = Create(Ready + UntilInputEnds);
        await service.StartAsync(Token);
        var first = ReadyProcess();
        File.Delete(ReadyFile);

        Process.GetProcessById(first).Kill();
        while (!IsReady())
            await Task.Delay(20, Token);

        Assert.NotEqual(first, ReadyProcess());
        Assert.False(service.Completion.IsCompleted);
        Assert.Contains("it is started again", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_process_that_keeps_dying_is_given_up_with_its_last_words()
    {
        await using var service = Create(Ready + "console.error('out of paper'); setTimeout(() => process.exit(3), 200);");
        await service.StartAsync(Token);

        var failure = await Assert.ThrowsAsync<StartupException>(() => service.Completion);

        Assert.Contains("exit code 3", failure.Message, StringComparison.Ordinal);
        Assert.Contains("out of paper", failure.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_process_that_ends_while_it_starts_shows_its_last_words()
    {
        await using var service = Create("console.error('no paper'); process.exit(4);");

        var failure = await Assert.ThrowsAsync<StartupException>(() => service.StartAsync(Token));

        Assert.Contains("fake ended with exit code 4 while it started", failure.Message, StringComparison.Ordinal);
        Assert.Contains("no paper", failure.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_process_that_never_gets_ready_is_named_and_stopped()
    {
        await using var service = Create("console.log('thinking');" + UntilInputEnds, startTimeout: TimeSpan.FromSeconds(2));

        var failure = await Assert.ThrowsAsync<StartupException>(() => service.StartAsync(Token));

        Assert.Contains("fake is not ready after 2 s", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_program_is_named()
    {
        await using var service = new Service(
            new() { Name = "fake", Command = () => new ProcessStartInfo("no-such-program"), IsReadyAsync = _ => Task.FromResult(true) },
            _log, _output, TimeProvider.System);

        var failure = await Assert.ThrowsAsync<StartupException>(() => service.StartAsync(Token));

        Assert.Contains("fake cannot be started", failure.Message, StringComparison.Ordinal);
        Assert.Contains("no-such-program", failure.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _log.Dispose();
        _output.Dispose();
        _folder.Dispose();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string ReadyFile => Path.Combine(_folder.Path, "ready");

    private bool IsReady() => File.Exists(ReadyFile) && new FileInfo(ReadyFile).Length > 0;

    private int ReadyProcess() => int.Parse(File.ReadAllText(ReadyFile), CultureInfo.InvariantCulture);

    private Service Create(string script, TimeSpan? startTimeout = null)
    {
        Assert.SkipWhen(PortableNode.Path is null, "skipped: node not installed");
        return new(
            new()
            {
                Name = "fake",
                Command = () => new ProcessStartInfo(PortableNode.Path, ["-e", script]) { WorkingDirectory = _folder.Path },
                IsReadyAsync = _ => Task.FromResult(IsReady()),
                StartTimeout = startTimeout ?? TimeSpan.FromSeconds(40),
                StopTimeout = TimeSpan.FromSeconds(3),
            },
            _log,
            _output,
            TimeProvider.System);
    }
}
