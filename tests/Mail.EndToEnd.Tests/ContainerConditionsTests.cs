using System.Diagnostics;
using System.Runtime.InteropServices;
using Mail.Testing;

namespace Mail.EndToEnd.Tests;

/// <summary>
/// Gateway and functions under what the images of infra/containers set for them, without a container engine: user 1654, no capability, no way to gain one, a file
/// system that cannot be written to but for /tmp and the gateway's state.
/// </summary>
public class ContainerConditionsTests
{
    // $1: the program; $2: where .NET is; $3: the folder with the state; the rest of the temporary folder is not there, as in a container.
    private const string Script = """
        set -eu
        mount --make-rprivate /
        mount -t tmpfs -o mode=755 tmpfs /mnt
        mkdir /mnt/app /mnt/dotnet /mnt/state
        mount --bind "$(dirname "$1")" /mnt/app
        mount -o remount,bind,ro /mnt/app
        mount --bind "$2" /mnt/dotnet
        mount -o remount,bind,ro /mnt/dotnet
        mount --bind "$3" /mnt/state
        mount -t tmpfs -o mode=1777,nosuid,nodev,noexec tmpfs /tmp
        mount -o remount,bind,ro /mnt 2>/dev/null || true
        mount -o remount,bind,ro /
        cd /mnt/app
        export DOTNET_ROOT=/mnt/dotnet DOTNET_EnableDiagnostics=0 HOME=/nonexistent TMPDIR=/tmp MAIL_GATEWAY_STATE=/mnt/state/gateway MAIL_TLS_CERTIFICATE=/mnt/state/mx.pem
        exec setpriv --reuid=1654 --regid=1654 --clear-groups --bounding-set=-all --inh-caps=-all --no-new-privs "./$(basename "$1")"
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 300_000)]
    public async Task Mail_is_received_and_delivered_and_a_stop_is_clean()
    {
        await AssertPossibleAsync();
        var state = Directory.CreateTempSubdirectory("mail-state-");
        try
        {
            await RunAsync(state);
        }
        finally
        {
            state.Delete(recursive: true);
        }
    }

    private static async Task RunAsync(DirectoryInfo state)
    {
        await using var system = await MailSystem.StartAsync(
            prepare: system => PrepareAsync(state, system), launch: program => ["unshare", "--mount", "sh", "-c", Script, "sh", program, RuntimeFolder(), state.FullName]);
        using var client = new SmtpClient(system.SmtpPort);
        var small = TestMessages.Numbered(1, 2000);
        // Large enough for blocks, and for a file in /tmp when it is read.
        var large = TestMessages.Numbered(2, 6_000_000);
        await client.SendAsync("alice@example.test", small, Token);
        await client.SendAsync("alice@example.test", large, Token);

        await system.ListWhenThereAsync("alice@example.test", 2);
        var arrived = (await system.ExportAsync("alice@example.test")).Select(TestMessages.WithoutOurFields).OrderBy(message => message.Length).ToList();
        Assert.Equal(small, arrived[0]);
        Assert.Equal(large, arrived[1]);
        Assert.Equal(0, await system.Gateway.StopAsync(Token));
        Assert.Equal(0, await system.Functions.StopAsync(Token));
        foreach (var server in new[] { system.Gateway, system.Functions })
        {
            Assert.DoesNotContain("Read-only", server.Output, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("denied", server.Output, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("fail:", server.Output, StringComparison.Ordinal);
        }
    }

    /// <summary>A volume with its owner, and the certificate in it.</summary>
    private static async Task PrepareAsync(DirectoryInfo state, MailSystem system)
    {
        File.Copy(system.Certificate, Path.Combine(state.FullName, "mx.pem"));
        Directory.CreateDirectory(Path.Combine(state.FullName, "gateway"));
        Assert.Equal(0, await ExitCodeAsync("chown", "-R", "1654:1654", state.FullName));
    }

    private static string RuntimeFolder() => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

    private static async Task AssertPossibleAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "skipped: needs Linux");
        Assert.SkipUnless(Environment.UserName == "root", "skipped: needs root, to become another user");
        Assert.SkipUnless(await ExitCodeAsync("unshare", "--mount", "setpriv", "--reuid=1654", "true") == 0, "skipped: unshare or setpriv is not there, or not allowed");
    }

    private static async Task<int> ExitCodeAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardInput = true })!;
            await process.WaitForExitAsync(Token);
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1;
        }
    }
}
