using System.CommandLine;
using System.Runtime.InteropServices;
using Mail.Local.Settings;

namespace Mail.Local;

/// <summary>The command line: options, help, signals and exit codes (0 stopped as asked, 1 failed, 2 wrong usage).</summary>
internal static class LocalCommand
{
    public static readonly Option<string?> State = new("--state")
    {
        Description = "Folder for everything that is kept between runs; environment: MAIL_LOCAL_STATE [default: .local in the repository]",
        HelpName = "folder",
    };

    public static readonly Option<bool> Reset = new("--reset") { Description = "Delete all mail, accounts and logs of earlier runs first." };

    public static readonly Option<bool> NoDemo = new("--no-demo") { Description = "Do not create example.test with alice and bob." };

    public static readonly Option<bool> Verbose = new("--verbose") { Description = "Show the output of the started processes, too." };

    public static async Task<int> RunAsync(string[] args, Func<LocalSettings, LocalRun> create)
    {
        var parsed = Create((command, _) => RunUntilStoppedAsync(command, create)).Parse(args);
        // Signals are ours: the processes are stopped in order, without the library's limit of 2 s.
        var exitCode = await parsed.InvokeAsync(new() { ProcessTerminationTimeout = null });
        return parsed.Errors.Count > 0 ? 2 : exitCode;
    }

    /// <summary>The options, and what is done with them.</summary>
    internal static RootCommand Create(Func<ParseResult, CancellationToken, Task<int>> action)
    {
        var command = new RootCommand("Runs the whole mail system on this machine: storage emulator, SMTP gateway and functions. Ctrl-C stops it.");
        foreach (var option in PortSetting.All.Select(p => (Option)p.Option).Concat([State, Reset, NoDemo, Verbose]))
            command.Options.Add(option);
        command.SetAction(action);
        return command;
    }

    private static async Task<int> RunUntilStoppedAsync(ParseResult parsed, Func<LocalSettings, LocalRun> create)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
        try
        {
            await create(LocalSettings.From(parsed, Environment.GetEnvironmentVariable)).RunAsync(stop.Token);
            return 0;
        }
        catch (StartupException e)
        {
            await Console.Error.WriteLineAsync($"Mail.Local: {e.Message}");
            return 1;
        }

        void Stop(PosixSignalContext signal)
        {
            // The second signal takes the default way, which ends this process at once; what it started sees its
            // standard input end then, and stops by itself (StartupHook).
            signal.Cancel = !stop.IsCancellationRequested;
            if (signal.Cancel)
                stop.Cancel();
        }
    }
}
