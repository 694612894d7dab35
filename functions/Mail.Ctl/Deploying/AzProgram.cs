using System.ComponentModel;
using System.Diagnostics;

namespace Mail.Ctl;

/// <summary>The Azure command line of this machine.</summary>
internal static class AzProgram
{
    /// <summary>It starts slowly, and asks across the world.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    /// <returns>Exit code and output, errors included; <c>null</c> when it is not installed.</returns>
    public static async Task<(int ExitCode, string Output)?> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(OperatingSystem.IsWindows() ? "az.cmd" : "az", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(Timeout);
            try
            {
                var output = process.StandardOutput.ReadToEndAsync(limit.Token);
                var errors = process.StandardError.ReadToEndAsync(limit.Token);
                await process.WaitForExitAsync(limit.Token);
                return (process.ExitCode, process.ExitCode == 0 ? await output : await errors);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                process.Kill(entireProcessTree: true);
                return (-1, $"no answer within {Timeout.TotalSeconds:0} s");
            }
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
