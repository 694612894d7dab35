using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Mail.Core;
using Xunit;

namespace Mail.Testing;

/// <summary>
/// Azurite, gateway and functions as processes on ephemeral ports, with domain example.test, alice and bob. Everything that is kept is under
/// one temporary folder.
/// </summary>
public sealed class MailSystem : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mail-cloud-");
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly Dictionary<string, string> _environment;

    private readonly Func<string, IReadOnlyList<string>> _launch;

    private MailSystem(IReadOnlyDictionary<string, string>? settings, StorageProxy? proxy, Func<string, IReadOnlyList<string>>? launch)
    {
        _launch = launch ?? (program => [program]);
        var ports = FreePorts.Take(8);
        SmtpPort = ports[3];
        SubmissionPort = ports[6];
        SubmissionsPort = ports[7];
        RenewCertificate();
        File.WriteAllText(RootCertificate, TestCertificate.Root.ExportCertificatePem() + "\n");
        _environment = new Dictionary<string, string>(settings ?? new Dictionary<string, string>())
        {
            ["MAIL_STORAGE"] = Storage = ConnectionString(ports[0], ports[1], ports[2]),
            ["MAIL_LISTEN"] = "127.0.0.1",
            ["MAIL_HOSTNAME"] = "mx.example.test",
            // What tests send on stays in the queue, unless a test has a server for it.
            ["AzureWebJobs_Outbound_Disabled"] = settings?.GetValueOrDefault("AzureWebJobs_Outbound_Disabled") ?? "true",
            ["MAIL_SMTP_PORT"] = Text(SmtpPort),
            ["MAIL_SUBMISSION_PORT"] = Text(SubmissionPort),
            ["MAIL_SUBMISSIONS_PORT"] = Text(SubmissionsPort),
            ["MAIL_TLS_CERTIFICATE"] = string.Join(',', [Certificate, .. (settings?.GetValueOrDefault("MAIL_TLS_CERTIFICATE") ?? "").Split(',')]),
            ["MAIL_HEALTH_PORT"] = Text(ports[4]),
            ["MAIL_FUNCTIONS_PORT"] = Text(ports[5]),
            ["MAIL_GATEWAY_STATE"] = Path.Combine(_folder.FullName, "gateway"),
        };
        Azurite = new ServerProcess(
            "Azurite",
            "node",
            [
                Path.Combine(RepositoryFiles.Root, "infra", "local", "azurite", "start.js"),
                "--location", Path.Combine(_folder.FullName, "azurite"),
                "--blobPort", Text(ports[0]), "--queuePort", Text(ports[1]), "--tablePort", Text(ports[2]),
            ],
            new Dictionary<string, string>(),
            token => AnswersAsync($"http://127.0.0.1:{ports[2]}/", token));
        Gateway = StartableGateway("gateway", _environment, build: null);
        var functions = new Dictionary<string, string>(_environment);
        if (proxy is not null)
        {
            proxy.Targets = ports[..3];
            functions["MAIL_STORAGE"] = ConnectionString(proxy.Ports[0], proxy.Ports[1], proxy.Ports[2]);
        }

        Functions = StartableFunctions("functions", functions, build: null);
    }

    public ServerProcess Azurite { get; }

    public ServerProcess Gateway { get; }

    public ServerProcess Functions { get; }

    /// <summary>The connection string.</summary>
    public string Storage { get; }

    public int SmtpPort { get; }

    /// <summary>For mail clients, with STARTTLS.</summary>
    public int SubmissionPort { get; }

    /// <summary>For mail clients, TLS from the start.</summary>
    public int SubmissionsPort { get; }

    /// <summary>The file of the gateway's certificate for mx.example.test and localhost, with chain and key. Further ones come behind it.</summary>
    public string Certificate => Path.Combine(Folder, "mx.pem");

    /// <summary>What a client has to trust, and nothing else.</summary>
    public string RootCertificate => Path.Combine(Folder, "root.pem");

    public string Folder => _folder.FullName;

    /// <summary>Starts everything and makes the demo accounts, or skips the test where there is no Node.js.</summary>
    /// <param name="settings">Further environment variables for gateway and functions.</param>
    /// <param name="prepare">Runs when the storage is there, before gateway and functions start.</param>
    /// <param name="proxy">Between the functions and the storage.</param>
    /// <param name="launch">Gives the command line that runs the program of the gateway or of the functions, when not it alone.</param>
    public static async Task<MailSystem> StartAsync(
        IReadOnlyDictionary<string, string>? settings = null,
        Func<MailSystem, Task>? prepare = null,
        StorageProxy? proxy = null,
        Func<string, IReadOnlyList<string>>? launch = null)
    {
        var token = TestContext.Current.CancellationToken;
        Assert.SkipUnless(await CanRunAsync("node", ["--version"], token), "skipped: node is not installed");
        var system = new MailSystem(settings, proxy, launch);
        try
        {
            await system.Azurite.StartAsync(token);
            await system.MailctlAsync("domain", "add", "example.test");
            await system.MailctlAsync("account", "add", "alice@example.test", "--no-password");
            await system.MailctlAsync("account", "add", "bob@example.test", "--no-password");
            await (prepare?.Invoke(system) ?? Task.CompletedTask);
            await Task.WhenAll(system.Gateway.StartAsync(token), system.Functions.StartAsync(token));
            return system;
        }
        catch
        {
            await system.DisposeAsync();
            throw;
        }
    }

    /// <summary>A further gateway on the same storage, to be started and disposed by the caller.</summary>
    /// <param name="build">The folder <c>artifacts/bin</c> of another version; <c>null</c> for this one's.</param>
    public (ServerProcess Gateway, int SmtpPort) AnotherGateway(string? build = null)
    {
        var ports = FreePorts.Take(4);
        var environment = new Dictionary<string, string>(_environment)
        {
            ["MAIL_SMTP_PORT"] = Text(ports[0]),
            ["MAIL_SUBMISSION_PORT"] = Text(ports[1]),
            ["MAIL_SUBMISSIONS_PORT"] = Text(ports[2]),
            ["MAIL_HEALTH_PORT"] = Text(ports[3]),
            ["MAIL_GATEWAY_STATE"] = Path.Combine(_folder.FullName, "gateway-" + Text(ports[0])),
        };
        return (StartableGateway("gateway-" + Text(ports[0]), environment, build), ports[0]);
    }

    /// <summary>Further functions on the same storage, to be started and disposed by the caller.</summary>
    /// <param name="build">As for <see cref="AnotherGateway"/>.</param>
    public ServerProcess AnotherFunctions(string? build = null)
    {
        var port = Text(FreePorts.Take(1)[0]);
        return StartableFunctions("functions-" + port, new Dictionary<string, string>(_environment) { ["MAIL_FUNCTIONS_PORT"] = port }, build);
    }

    /// <summary>Puts a new certificate in the place of the present one, and gives its SHA-1 thumbprint.</summary>
    public string RenewCertificate()
    {
        using var certificate = TestCertificate.For(["mx.example.test", "localhost"]);
        File.WriteAllText(Certificate, certificate.WholePem);
        return certificate.Thumbprint;
    }

    /// <summary>Runs mailctl and gives what it wrote to stdout; anything but exit code 0 fails the test.</summary>
    public async Task<string> MailctlAsync(params string[] arguments)
    {
        var (exitCode, output, errors) = await TryMailctlAsync(arguments);
        Assert.True(exitCode == 0, $"mailctl {string.Join(' ', arguments)} exited with {exitCode}: {errors}{output}");
        return output;
    }

    public async Task<(int ExitCode, string Output, string Errors)> TryMailctlAsync(params string[] arguments)
    {
        var token = TestContext.Current.CancellationToken;
        var start = new ProcessStartInfo(RepositoryFiles.Executable("Mail.Ctl", "mailctl"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (key, value) in _environment)
        {
            start.Environment[key] = value;
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException("mailctl does not start.");
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(token);
        var errors = process.StandardError.ReadToEndAsync(token);
        await process.WaitForExitAsync(token);
        return (process.ExitCode, await output, await errors);
    }

    /// <summary>The rows of <c>mailctl mailbox list --json</c>, once there are at least <paramref name="count"/>.</summary>
    public async Task<List<JsonElement>> ListWhenThereAsync(string account, int count)
    {
        var limit = Stopwatch.StartNew();
        while (true)
        {
            var rows = JsonDocument.Parse(await MailctlAsync("mailbox", "list", account, "--limit", "0", "--json")).RootElement.EnumerateArray().ToList();
            if (rows.Count >= count)
            {
                return rows;
            }

            Assert.True(limit.Elapsed < TimeSpan.FromMinutes(2), $"only {rows.Count} of {count} messages arrived. Functions wrote:\n{Functions.Output}");
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Runs a function of a timer now, and returns when it is done.</summary>
    public async Task RunFunctionAsync(string name)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromMinutes(1) };
        using var answer = await client.PostAsync(
            new Uri($"http://127.0.0.1:{_environment["MAIL_FUNCTIONS_PORT"]}/admin/functions/{name}"),
            new StringContent("""{"input":""}""", Encoding.UTF8, "application/json"),
            TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    /// <summary>What every message of a mailbox holds, read from an export.</summary>
    public async Task<List<byte[]>> ExportAsync(string account)
    {
        var folder = Path.Combine(Folder, "export-" + Guid.NewGuid().ToString("N"));
        await MailctlAsync("mailbox", "export", account, "--eml", folder);
        return [.. Directory.EnumerateFiles(folder, "*.eml", SearchOption.AllDirectories).Select(File.ReadAllBytes)];
    }

    /// <summary>The queue id in a reply such as <c>250 2.0.0 queued as 01j…</c>.</summary>
    public static string QueueIdOf(string reply) => reply[^QueueId.Length..];

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Gateway.DisposeAsync();
        await Functions.DisposeAsync();
        await Azurite.DisposeAsync();
        if (Environment.GetEnvironmentVariable("MAIL_TEST_KEEP") == "1")
        {
            foreach (var server in new[] { Gateway, Functions, Azurite })
            {
                await File.WriteAllTextAsync(Path.Combine(Folder, server.Name + ".out"), server.Output);
            }
        }
        else
        {
            _folder.Delete(recursive: true);
        }
    }

    private ServerProcess StartableGateway(string name, Dictionary<string, string> environment, string? build) =>
        Startable(name, RepositoryFiles.Executable("Mail.Gateway", build: build), environment, $"http://127.0.0.1:{environment["MAIL_HEALTH_PORT"]}/health/ready");

    private ServerProcess StartableFunctions(string name, Dictionary<string, string> environment, string? build) =>
        Startable(name, RepositoryFiles.Executable("Mail.Functions", build: build), environment, $"http://127.0.0.1:{environment["MAIL_FUNCTIONS_PORT"]}/api/health");

    private ServerProcess Startable(string name, string program, Dictionary<string, string> environment, string health)
    {
        var command = _launch(program);
        return new ServerProcess(name, command[0], [.. command.Skip(1)], environment, token => IsOkAsync(health, token));
    }

    private static string ConnectionString(int blob, int queue, int table) =>
        // The account and key that every Azurite has.
        "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;"
        + "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;"
        + $"BlobEndpoint=http://127.0.0.1:{blob}/devstoreaccount1;"
        + $"QueueEndpoint=http://127.0.0.1:{queue}/devstoreaccount1;"
        + $"TableEndpoint=http://127.0.0.1:{table}/devstoreaccount1;";

    private static async Task<bool> CanRunAsync(string file, string[] arguments, CancellationToken cancellationToken)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true });
            await process!.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private async Task<bool> AnswersAsync(string url, CancellationToken cancellationToken) =>
        await StatusAsync(url, cancellationToken) is not null;

    private async Task<bool> IsOkAsync(string url, CancellationToken cancellationToken) =>
        await StatusAsync(url, cancellationToken) == HttpStatusCode.OK;

    private async Task<HttpStatusCode?> StatusAsync(string url, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.GetAsync(new Uri(url), cancellationToken);
            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
