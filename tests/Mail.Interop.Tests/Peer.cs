using System.Diagnostics;

namespace Mail.Interop.Tests;

/// <summary>A program of Debian's that a test talks to or with.</summary>
internal static class Peer
{
    // Debian keeps servers' tools where a user's PATH does not look.
    private static readonly string[] Folders = [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'), "/usr/sbin", "/sbin"];

    /// <summary>Runs a program to its end and gives its exit code and all it wrote; skips the test where it is not installed.</summary>
    /// <param name="package">The Debian package that has it.</param>
    public static Task<(int ExitCode, string Output)> RunAsync(string package, string program, params string[] arguments) =>
        RunAsync(package, program, arguments, input: null);

    /// <param name="input">Writes what the program reads; its input ends when this returns. <c>null</c> for no input.</param>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        string package, string program, IReadOnlyList<string> arguments, Func<StreamWriter, Task>? input)
    {
        var file = Array.Find([.. Folders.Select(folder => Path.Combine(folder, program))], File.Exists);
        Assert.SkipWhen(file is null, $"skipped: {package} not installed");
        var token = TestContext.Current.CancellationToken;
        using var process = Process.Start(
            new ProcessStartInfo(file!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true })!;
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

    public static void RequireInstalled(string package, string program) =>
        Assert.SkipUnless(Array.Exists(Folders, folder => File.Exists(Path.Combine(folder, program))), $"skipped: {package} not installed");
}
