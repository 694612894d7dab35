using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Mail.Testing;

/// <summary>One server of the system under test: started, killed and started again with the same settings.</summary>
public sealed class ServerProcess(
    string name, string file, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, Func<CancellationToken, Task<bool>> isReady)
    : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<string> _output = new();
    private Process? _process;

    public string Name => name;

    /// <summary>Everything the process wrote, over all its lives.</summary>
    public string Output => string.Join('\n', _output);

    public bool HasExited => _process is null or { HasExited: true };

    /// <summary>Bytes of memory that the process has had resident at most (VmHWM of /proc).</summary>
    public long PeakResidentBytes
    {
        get
        {
            var line = File.ReadLines($"/proc/{_process!.Id}/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            return 1024 * long.Parse(line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Launch();
        var limit = Stopwatch.StartNew();
        while (!await isReady(cancellationToken))
        {
            if (HasExited || limit.Elapsed > StartLimit)
            {
                throw new InvalidOperationException($"{name} did not get ready. It wrote:\n{Output}");
            }

            await Task.Delay(50, cancellationToken);
        }
    }

    /// <summary>SIGKILL: no word of farewell.</summary>
    public async Task KillAsync()
    {
        if (_process is { HasExited: false } process)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    /// <summary>SIGTERM, and the exit code.</summary>
    public async Task<int> StopAsync(CancellationToken cancellationToken)
    {
        using var kill = Process.Start(
            new ProcessStartInfo("kill", ["-TERM", _process!.Id.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardInput = true })!;
        await kill.WaitForExitAsync(cancellationToken);
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process?.Dispose();
    }

    private void Launch()
    {
        // Input as well: that of the test process belongs to the test runner.
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        _process?.Dispose();
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{file} does not start.");
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            _output.Enqueue(line);
        }
    }
}
