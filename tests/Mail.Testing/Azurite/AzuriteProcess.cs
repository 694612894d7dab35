using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Mail.Testing;

/// <summary>
/// An Azurite that this process started: the pinned one of <c>infra/local/azurite</c>, which is installed with npm on first use. It ends
/// when it is disposed, and also when this process dies, because then its standard input ends.
/// </summary>
public sealed partial class AzuriteProcess : IAsyncDisposable
{
    // The first start on a machine installs it, which may take some minutes; after that it takes 2 s.
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(6);

    private const string MarkPath = "/mark-";

    private readonly Process _process;
    private readonly string _folder;
    private readonly List<string> _output = [];
    private readonly Dictionary<string, int> _ports = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private AzuriteProcess(Process process, string folder)
    {
        _process = process;
        _folder = folder;
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.Exited += (_, _) => _listening.TrySetException(new InvalidOperationException($"Azurite ended:\n{string.Join('\n', Output())}"));
    }

    public int BlobPort => _ports["Blob"];

    public int QueuePort => _ports["Queue"];

    public int TablePort => _ports["Table"];

    public static bool IsNodeInstalled()
    {
        try
        {
            using var node = Process.Start(new ProcessStartInfo("node", "--version") { RedirectStandardOutput = true });
            return node is not null && node.WaitForExit(TimeSpan.FromSeconds(30)) && node.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // No such program.
            return false;
        }
    }

    /// <param name="accounts">Names with their keys in base 64.</param>
    public static async Task<AzuriteProcess> StartAsync(IReadOnlyDictionary<string, string> accounts)
    {
        var folder = Directory.CreateTempSubdirectory("mail-azurite-").FullName;
        var start = new ProcessStartInfo("node")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                Path.Combine(RepositoryFiles.Root, "infra", "local", "azurite", "start.js"),
                "--location", folder, "--blobPort", "0", "--queuePort", "0", "--tablePort", "0",
            },
        };
        start.Environment["AZURITE_ACCOUNTS"] = string.Join(';', accounts.Select(account => $"{account.Key}:{account.Value}"));
        start.Environment["MAIL_STOP_ON_STDIN_END"] = "1";

        var azurite = new AzuriteProcess(new Process { StartInfo = start, EnableRaisingEvents = true }, folder);
        azurite._process.Start();
        azurite._process.BeginOutputReadLine();
        azurite._process.BeginErrorReadLine();
        await azurite._listening.Task.WaitAsync(StartTimeout);
        return azurite;
    }

    /// <summary>The requests to one account that have been answered, as <c>METHOD /path status</c>.</summary>
    public async Task<IReadOnlyList<string>> RequestsAsync(string account, CancellationToken cancellationToken)
    {
        // A request of our own that is answered after all those counted: when the log has it, it has them.
        var mark = $"{MarkPath}{Guid.NewGuid():N}";
        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri($"http://127.0.0.1:{BlobPort}/{account}{mark}"), cancellationToken);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(10));
        while (!Output().Any(line => line.Contains(mark, StringComparison.Ordinal)))
        {
            await Task.Delay(5, patience.Token);
        }

        return
        [
            .. Output()
                .Select(line => AccessLine().Match(line))
                .Where(match => match.Success
                    && match.Groups["account"].Value == account
                    && !match.Groups["path"].Value.StartsWith(MarkPath, StringComparison.Ordinal))
                .Select(match => $"{match.Groups["method"].Value} {match.Groups["path"].Value} {match.Groups["status"].Value}"),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        // It saves its databases when it is asked to stop; nobody needs them.
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [GeneratedRegex("""^Azurite (?<service>Blob|Queue|Table) service is successfully listening at http://[^:]+:(?<port>\d+)""")]
    private static partial Regex ListeningLine();

    // 127.0.0.1 - - [02/Jan/2026:03:04:05 +0000] "PUT /test0001/spool/x.eml HTTP/1.1" 201 -
    [GeneratedRegex("""\] "(?<method>[A-Z]+) /(?<account>[a-z0-9]+)(?<path>\S*) HTTP/1\.1" (?<status>\d+)""")]
    private static partial Regex AccessLine();

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            _output.Add(line);
            if (ListeningLine().Match(line) is { Success: true } match)
            {
                _ports[match.Groups["service"].Value] = int.Parse(match.Groups["port"].Value, CultureInfo.InvariantCulture);
            }

            if (_ports.Count == 3)
            {
                _listening.TrySetResult();
            }
        }
    }

    private List<string> Output()
    {
        lock (_output)
        {
            return [.. _output];
        }
    }
}
