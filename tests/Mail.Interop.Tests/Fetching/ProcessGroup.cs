using System.Diagnostics;
using System.Globalization;

namespace Mail.Interop.Tests;

/// <summary>A server with all the processes that it starts.</summary>
internal sealed class ProcessGroup : IAsyncDisposable
{
    private readonly Process _process;

    /// <param name="environment">In addition to our own.</param>
    public ProcessGroup(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        // A session of its own, so that one signal reaches all of it.
        var start = new ProcessStartInfo("setsid", [program, .. arguments]);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
    }

    public bool HasExited => _process.HasExited;

    /// <summary>SIGKILL.</summary>
    public Task KillAsync() => SignalAsync("-KILL");

    /// <summary>SIGTERM.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await SignalAsync("-TERM");
        }

        _process.Dispose();
    }

    private async Task SignalAsync(string signal)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        using var kill = Process.Start("kill", [signal, "--", "-" + _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(limit.Token);
        await _process.WaitForExitAsync(limit.Token);
    }
}
