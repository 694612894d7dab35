using System.Diagnostics;
using System.Text.Json;

namespace Mail.Transport.Tests.Signing;

/// <summary>dkimpy of Debian (python3-dkim, python3-nacl): signatures checked by code that is not ours.</summary>
internal static class DkimPy
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static string Python => File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";

    /// <returns>A line for each DKIM signature and one for the ARC chain.</returns>
    public static async Task<string[]> VerifyAsync(byte[] message, IReadOnlyDictionary<string, string> zone)
    {
        if (!await IsThereAsync())
        {
            Assert.Skip("skipped: python3-dkim not installed");
        }

        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(zone), TestContext.Current.CancellationToken);
            var (output, errors) = await RunAsync([Path.Combine(AppContext.BaseDirectory, "testdata", "verify.py"), file], message);
            Assert.True(output.Length > 0, errors);
            return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<bool> IsThereAsync()
    {
        try
        {
            return (await RunAsync(["-c", "import dkim, nacl, authres; print(1)"], [])).Output.StartsWith('1');
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static async Task<(string Output, string Errors)> RunAsync(string[] arguments, byte[] input)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        using var process = Process.Start(new ProcessStartInfo(Python, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            await process.StandardInput.BaseStream.WriteAsync(input, limit.Token);
            process.StandardInput.Close();
            return (await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }
}
