using System.Diagnostics;
using System.Net;
using System.Net.NetworkInformation;

namespace Mail.Interop.Tests;

/// <summary>A program of Debian's that a test talks to or with.</summary>
internal static class Peer
{
    // Debian keeps servers' tools where a user's PATH does not look.
    // What cannot be installed beside Postfix is unpacked elsewhere: unpack-peers.sh.
    private static readonly string[] Folders =
    [
        .. Variable("PATH").Split(':'), "/usr/sbin", "/sbin", .. Variable("MAIL_TEST_PEERS").Split(':', StringSplitOptions.RemoveEmptyEntries).Select(f => f + "/usr/sbin"),
    ];

    /// <summary>Runs a program to its end and gives its exit code and all it wrote; skips the test where it is not installed.</summary>
    /// <param name="package">The Debian package that has it.</param>
    public static Task<(int ExitCode, string Output)> RunAsync(string package, string program, params string[] arguments) =>
        RunAsync(package, program, arguments, input: null);

    /// <param name="input">Writes what the program reads; its input ends when this returns. <c>null</c> for no input.</param>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        string package, string program, IReadOnlyList<string> arguments, Func<StreamWriter, Task>? input)
    {
        var file = Installed(package, program);
        var token = TestContext.Current.CancellationToken;
        using var process = Process.Start(
            new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true })!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(token);
            var errors = process.StandardError.ReadToEndAsync(token);
            await FeedAsync(process.StandardInput, input);
            await process.WaitForExitAsync(token);
            return (process.ExitCode, await output + await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static async Task FeedAsync(StreamWriter standardInput, Func<StreamWriter, Task>? input)
    {
        try
        {
            await (input?.Invoke(standardInput) ?? Task.CompletedTask);
            standardInput.Close();
        }
        catch (IOException)
        {
            // The program has ended without reading everything; its output says why.
        }
    }

    public static void RequireInstalled(string package, string program) => Installed(package, program);

    /// <summary>The program's file; skips the test where there is none.</summary>
    public static string Installed(string package, string program)
    {
        var file = Array.Find([.. Folders.Select(folder => Path.Combine(folder, program))], File.Exists);
        Assert.SkipWhen(file is null, $"skipped: {package} not installed");
        return file;
    }

    /// <summary>Servers begin as root and take on users of their own.</summary>
    public static void RequireRoot(string package) => Assert.SkipUnless(Environment.UserName == "root", $"skipped: {package} starts as root only");

    /// <summary>A temporary folder that the users of such a server can look into, as those that the runtime makes cannot be.</summary>
    /// <param name="othersWrite">They put something there, too.</param>
    public static DirectoryInfo NewFolder(string prefix, bool othersWrite = false)
    {
        var folder = Directory.CreateTempSubdirectory(prefix);
        if (!OperatingSystem.IsWindows())
        {
            folder.UnixFileMode |= UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute
                | (othersWrite ? UnixFileMode.OtherWrite : UnixFileMode.None);
        }

        return folder;
    }

    /// <summary>Whether a server of this machine listens there; it is not connected to, and does not have to count a client.</summary>
    public static bool Listens(int port) => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners()
        .Any(listener => listener.Port == port && (listener.Address.Equals(IPAddress.Loopback) || listener.Address.Equals(IPAddress.Any)));

    private static string Variable(string name) => Environment.GetEnvironmentVariable(name) ?? "";
}
