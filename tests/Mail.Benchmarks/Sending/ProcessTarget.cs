using System.Globalization;
using Mail.Azure;
using Mail.Testing;

namespace Mail.Benchmarks;

/// <summary>A functions process on an Azurite of its own.</summary>
internal sealed class ProcessTarget : ILoadTarget
{
    // As many requests as Azurite answers at once without growing slower.
    private const int FillersAtOnce = 16;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mail-load-");
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly LoadOptions _options;
    private readonly ServerProcess _azurite;
    private readonly ServerProcess _functions;
    private readonly AzureStorage _storage;

    private ProcessTarget(LoadOptions options)
    {
        _options = options;
        var ports = FreePorts.Take(4);
        var connection = $"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey={AzuriteKey};"
            + $"BlobEndpoint={Url(ports[0])}QueueEndpoint={Url(ports[1])}TableEndpoint={Url(ports[2])}";
        _storage = new AzureStorage(new StorageOptions { Connection = connection });
        _azurite = new ServerProcess(
            "Azurite",
            "node",
            [
                Path.Combine(RepositoryFiles.Root, "infra", "local", "azurite", "start.js"), "--location", Path.Combine(_folder.FullName, "azurite"),
                "--blobPort", Text(ports[0]), "--queuePort", Text(ports[1]), "--tablePort", Text(ports[2]),
            ],
            new Dictionary<string, string>(),
            token => AnswersAsync(ports[2], token));
        _functions = new ServerProcess(
            "functions",
            RepositoryFiles.Executable("Mail.Functions"),
            [],
            new Dictionary<string, string>
            {
                ["MAIL_STORAGE"] = connection,
                ["MAIL_HOSTNAME"] = "mx.example.test",
                ["MAIL_FUNCTIONS_PORT"] = Text(ports[3]),
                ["Logging__LogLevel__Default"] = "Warning",
            },
            token => AnswersAsync(ports[3], token));
    }

    // The one that every Azurite has.
    private static string AzuriteKey => "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    public static async Task<ProcessTarget> StartAsync(LoadOptions options)
    {
        var target = new ProcessTarget(options);
        await target._azurite.StartAsync(CancellationToken.None);
        return target;
    }

    public async Task AddTransportAsync(Core.Transport transport) => await _storage.TransportsEditor.SetAsync(transport, CancellationToken.None);

    public async Task FillAsync(IEnumerable<(string Recipient, byte[] Content)> messages)
    {
        var queue = new OutboundFiller(_storage.Spool, _storage.Log, _storage.Outbound);
        await Parallel.ForEachAsync(
            messages,
            new ParallelOptions { MaxDegreeOfParallelism = FillersAtOnce },
            async (message, _) => await queue.AddAsync(message.Recipient, message.Content));
    }

    public async Task SendAsync(Func<int> arrived, int count)
    {
        await _functions.StartAsync(CancellationToken.None);
        var kills = 0;
        while (arrived() < count)
        {
            await Task.Delay(20);
            if (kills < _options.Kills && arrived() >= count * (kills + 1) / (_options.Kills + 1))
            {
                kills++;
                await _functions.KillAsync();
                await _functions.StartAsync(CancellationToken.None);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _functions.DisposeAsync();
        await _azurite.DisposeAsync();
        _http.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<bool> AnswersAsync(int port, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri($"http://127.0.0.1:{port}/"), cancellationToken);
            return true;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private static string Url(int port) => $"http://127.0.0.1:{port}/devstoreaccount1;";

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
