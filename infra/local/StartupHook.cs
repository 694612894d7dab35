using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

/// <summary>
/// Runs inside the gateway and the functions before their Main, because Mail.Local names its own assembly in
/// DOTNET_STARTUP_HOOKS when it starts them
/// (https://github.com/dotnet/runtime/blob/main/docs/design/features/host-startup-hook.md). It ties a process to the one
/// that started it: when the pipe at its standard input ends, because Mail.Local closes it or is no more, however that
/// came about, the process gets SIGTERM and has 45 s to finish. The servers themselves need not know of it.
/// </summary>
[SuppressMessage("Design", "CA1050", Justification = "The runtime looks for this name without a namespace.")]
[SuppressMessage("Performance", "CA1812", Justification = "Called by the runtime.")]
internal static partial class StartupHook
{
    private const int SigTerm = 15;
    private const int SigKill = 9;

    // Longer than Mail.Local itself waits for any process.
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(45);

    public static void Initialize()
    {
        Environment.SetEnvironmentVariable("DOTNET_STARTUP_HOOKS", null); // not for processes started from here
        // In a process group of its own, so that Ctrl-C in the terminal reaches Mail.Local alone, which stops the
        // gateway before what the gateway needs.
        if (!OperatingSystem.IsWindows())
            _ = setpgid(0, 0);
        new Thread(StopAtEndOfInput) { IsBackground = true, Name = "end of standard input" }.Start();
    }

    private static void StopAtEndOfInput()
    {
        using var input = Console.OpenStandardInput();
        Span<byte> buffer = stackalloc byte[16];
        while (input.Read(buffer) > 0)
        {
            // Nothing is ever sent; only the end counts.
        }

        if (OperatingSystem.IsWindows())
            Environment.Exit(0);
        _ = kill(Environment.ProcessId, SigTerm);
        Thread.Sleep(DrainLimit);
        _ = kill(Environment.ProcessId, SigKill);
    }

    [LibraryImport("libc")]
    private static partial int setpgid(int process, int group);

    [LibraryImport("libc")]
    private static partial int kill(int process, int signal);
}
