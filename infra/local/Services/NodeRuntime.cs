using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Mail.Local.Services;

/// <summary>Node.js, which runs Azurite.</summary>
internal static class NodeRuntime
{
    // The packages of azurite/package-lock.json ask for this or less.
    private const int MinimumMajor = 20;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    /// <exception cref="StartupException">Node.js is missing or too old.</exception>
    public static async Task RequireAsync(CancellationToken cancellationToken) => RequireVersion(await ReadVersionAsync(cancellationToken));

    /// <param name="version">As <c>node --version</c> prints it, such as <c>v20.11.1</c>; null when there is no Node.js.</param>
    public static void RequireVersion(string? version)
    {
        if (version is null)
            throw new StartupException($"Node.js is missing: there is no 'node' on the PATH. Azurite, the storage emulator, needs Node.js {MinimumMajor} or newer; {Advice}");
        var major = version.Trim().TrimStart('v').Split('.')[0];
        if (!int.TryParse(major, CultureInfo.InvariantCulture, out var number) || number < MinimumMajor)
            throw new StartupException($"Node.js {version.Trim()} is too old: Azurite, the storage emulator, needs {MinimumMajor} or newer; {Advice}");
    }

    private const string Advice = "get it from https://nodejs.org or your system's packages (nodejs and npm), or start a storage emulator yourself.";

    private static async Task<string?> ReadVersionAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var node = Process.Start(new ProcessStartInfo("node", "--version") { RedirectStandardOutput = true })!;
            return await node.StandardOutput.ReadToEndAsync(cancellationToken).WaitAsync(Timeout, cancellationToken);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
