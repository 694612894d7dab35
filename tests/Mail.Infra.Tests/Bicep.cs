using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Mail.Infra.Tests;

/// <summary>Runs the bicep program of the package, in the folder <c>infra</c>.</summary>
internal static class Bicep
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    public static string Folder { get; } = Path.Combine(FindRoot(), "infra");

    private static string Program { get; } =
        typeof(Bicep).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(metadata => metadata.Key == "Bicep").Value!;

    /// <summary>Output and errors together: the linter writes to one, the compiler to the other.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64, "skipped: the bicep package is for Linux on x64");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        using var process = Process.Start(
            new ProcessStartInfo(Program, arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
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

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Mail.Cloud.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException($"No Mail.Cloud.sln above {AppContext.BaseDirectory}.");
        }

        return folder;
    }
}
