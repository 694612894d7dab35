using System.Globalization;
using Mail.Core;
using Mail.Testing;

namespace Mail.Interop.Tests;

/// <summary>ClamAV's daemon with one signature: EICAR's test file, and no other database.</summary>
internal sealed class ClamdDaemon : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mail-clamd-");
    private readonly int _port = FreePorts.Take();
    private ServerProcess? _process;

    public ScannerAddress Address => new("127.0.0.1", _port, null);

    public ScannerAddress Socket => new(null, 0, Path.Combine(_folder.FullName, "clamd.ctl"));

    public static async Task<ClamdDaemon> StartAsync(CancellationToken cancellationToken)
    {
        var file = Peer.Installed("clamav-daemon", "clamd");
        var daemon = new ClamdDaemon();
        var database = daemon._folder.CreateSubdirectory("db").FullName;
        // The body of the test file (eicar.org), anywhere in a file.
        await File.WriteAllTextAsync(
            Path.Combine(database, "test.ndb"), $"Eicar-Test-Signature:0:*:{Convert.ToHexStringLower(Eicar.Octets)}\n", cancellationToken);
        var configuration = Path.Combine(daemon._folder.FullName, "clamd.conf");
        await File.WriteAllTextAsync(configuration, string.Create(CultureInfo.InvariantCulture, $"""
            Foreground yes
            DatabaseDirectory {database}
            TemporaryDirectory {daemon._folder.FullName}
            LocalSocket {daemon.Socket}
            TCPSocket {daemon._port}
            TCPAddr 127.0.0.1
            StreamMaxLength 1M
            AlertEncrypted no

            """), cancellationToken);
        daemon._process = new ServerProcess(
            "clamd", file, [$"--config-file={configuration}"], new Dictionary<string, string>(), _ => Task.FromResult(Peer.Listens(daemon._port)));
        await daemon._process.StartAsync(cancellationToken);
        return daemon;
    }

    public Task KillAsync() => _process!.KillAsync();

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }
}
