using System.ComponentModel;
using System.Diagnostics;

namespace Mail.Local.Processes;

/// <summary>
/// One process of the system: started, watched, started again when it dies, stopped. It ends with us, whatever ends
/// us: its standard input is a pipe from here, and the end of that pipe tells it to stop.
/// </summary>
internal sealed class Service(ServiceDefinition definition, ProcessLog log, TextWriter output, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromMilliseconds(100);

    private readonly RestartBudget _budget = new(time);
    private readonly CancellationTokenSource _stopping = new();
    private Process? _process;
    private Task _watch = Task.CompletedTask;

    public string Name => definition.Name;

    /// <summary>Completes when the service is stopped; fails with <see cref="StartupException"/> when it is given up.</summary>
    public Task Completion => _watch;

    /// <summary>Starts the process and waits until it is ready.</summary>
    /// <exception cref="StartupException">It ended or was not ready in time; the message has its last lines.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _process = Launch();
        await WaitUntilReadyAsync(_process, cancellationToken);
        _watch = WatchAsync();
    }

    /// <summary>Asks the process to stop, waits as long as its definition says, then kills it. Safe to call at any time.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await _watch.ContinueWith(static _ => { }, TaskScheduler.Default); // its failure has been reported by Completion
        if (_process is not { HasExited: false } process)
            return;
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(definition.StopTimeout, time);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            output.WriteLine($"{Name} did not stop within {definition.StopTimeout.TotalSeconds:0} s and is killed.");
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process?.Dispose();
        _stopping.Dispose();
        log.Dispose();
    }

    private async Task WatchAsync()
    {
        while (await DiedAsync(_process!))
        {
            var exitCode = _process!.ExitCode;
            if (_budget.DelayAfterDeath() is not { } delay)
            {
                throw new StartupException(
                    $"{Name} keeps ending (exit code {exitCode}, {RestartBudget.MaxDeaths} times within a minute); everything is stopped.\n{log.Tail()}");
            }

            output.WriteLine($"{Name} ended with exit code {exitCode}; it is started again.");
            if (!await DelayAsync(delay))
                return;
            _process.Dispose();
            _process = Launch();
            _ = ReportWhenReadyAsync(_process);
        }
    }

    private async Task<bool> DiedAsync(Process process)
    {
        try
        {
            await process.WaitForExitAsync(_stopping.Token);
            return !_stopping.IsCancellationRequested;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<bool> DelayAsync(TimeSpan delay)
    {
        try
        {
            await Task.Delay(delay, time, _stopping.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task ReportWhenReadyAsync(Process process)
    {
        try
        {
            await WaitUntilReadyAsync(process, _stopping.Token);
            output.WriteLine($"{Name} works again.");
        }
        catch (OperationCanceledException)
        {
            // We are being stopped.
        }
        catch (StartupException) when (process.HasExited)
        {
            // WatchAsync sees the same death and deals with it.
        }
        catch (StartupException e)
        {
            output.WriteLine(e.Message);
            process.Kill(entireProcessTree: true); // WatchAsync starts it anew
        }
    }

    private Process Launch()
    {
        var command = definition.Command();
        command.RedirectStandardInput = command.RedirectStandardOutput = command.RedirectStandardError = true;
        Process process;
        try
        {
            process = Process.Start(command)!;
        }
        catch (Win32Exception e)
        {
            throw new StartupException($"{Name} cannot be started: {e.Message} ({command.FileName})");
        }

        process.OutputDataReceived += WriteLine;
        process.ErrorDataReceived += WriteLine;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;

        void WriteLine(object sender, DataReceivedEventArgs e)
        {
            if (e.Data is not null)
                log.Write(e.Data);
        }
    }

    private async Task WaitUntilReadyAsync(Process process, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (!await IsReadyAsync(cancellationToken))
        {
            if (process.HasExited)
            {
                await process.WaitForExitAsync(cancellationToken); // until its last output is read
                throw new StartupException($"{Name} ended with exit code {process.ExitCode} while it started.\n{log.Tail()}");
            }

            if (time.GetElapsedTime(started) > definition.StartTimeout)
                throw new StartupException($"{Name} is not ready after {definition.StartTimeout.TotalSeconds:0} s.\n{log.Tail()}");
            await Task.Delay(ProbeInterval, time, cancellationToken);
        }
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await definition.IsReadyAsync(cancellationToken);
        }
        catch (HttpRequestException)
        {
            return false; // nobody listens yet
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false; // no answer in time
        }
    }
}
