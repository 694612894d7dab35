using System.Globalization;
using System.Net;
using System.Text;
using Mail.Testing;

namespace Mail.Functions.Tests;

/// <summary>The real executable on its own.</summary>
public sealed class StandaloneProcessTests(AzuriteFixture azurite) : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private readonly int _port = FunctionsProcess.FreePort();
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(30) };

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task A_spooled_message_is_delivered_and_the_process_stops_with_0_when_asked()
    {
        var account = azurite.NewAccount();
        await using var process = Start(account.ConnectionString);
        var message = await TestMessage.SpoolAsync(account);
        await message.EnqueueAsync();

        await UntilAsync(async () => (await message.DeliveredAsync()).Count > 0, process);
        process.Terminate();

        Assert.Equal(0, await process.ExitCodeAsync());
        Assert.Equal([$"{message.QueueId}-1"], await message.DeliveredAsync());
        Assert.Contains(message.QueueId.ToString(), process.Output, StringComparison.Ordinal);
        Assert.Empty(process.Errors.Trim());
    }

    [Fact]
    public async Task It_starts_without_storage_says_so_and_stops_in_time()
    {
        await using var process = Start(FunctionsProcess.NoStorage());
        var status = HttpStatusCode.OK;
        await UntilAsync(async () => (status = await StatusAsync("/api/health")) == HttpStatusCode.ServiceUnavailable, process);
        await UntilAsync(() => Task.FromResult(process.Output.Contains("cannot be reached", StringComparison.Ordinal)), process);

        process.Terminate();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal(0, await process.ExitCodeAsync());
    }

    [Fact]
    public async Task A_function_can_be_run_now_from_this_machine_but_not_by_a_browser()
    {
        await using var process = Start(azurite.NewAccount().ConnectionString);
        await UntilAsync(async () => await StatusAsync("/api/health") == HttpStatusCode.OK, process);

        Assert.Equal(HttpStatusCode.Accepted, await RunAsync("Sweep", "{\"input\":\"\"}"));
        Assert.Equal(HttpStatusCode.NotFound, await RunAsync("Nobody", "{}"));
        Assert.Equal(HttpStatusCode.NotFound, await RunAsync("Api", "{}"));
        Assert.Equal(HttpStatusCode.BadRequest, await RunAsync("Sweep", "sweep!"));
        Assert.Equal(HttpStatusCode.InternalServerError, await RunAsync("Incoming", "{\"input\":\"not a pointer\"}"));
        Assert.Equal(HttpStatusCode.Forbidden, await RunAsync("Sweep", "{}", ("Origin", "http://evil.test")));
        Assert.Equal(HttpStatusCode.Forbidden, await RunAsync("Sweep", "{}", ("Host", "evil.test")));
        Assert.Equal(HttpStatusCode.Forbidden, await RunAsync("Sweep", "{}", ("X-Forwarded-For", "192.0.2.1")));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/admin/host/status"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("/api/nothing"));
    }

    [Fact]
    public async Task A_disabled_function_is_left_out()
    {
        await using var process = Start(azurite.NewAccount().ConnectionString, ("AzureWebJobs_Sweep_Disabled", "true"));
        await UntilAsync(async () => await StatusAsync("/api/health") == HttpStatusCode.OK, process);

        Assert.Equal(HttpStatusCode.NotFound, await RunAsync("Sweep", "{}"));
    }

    [Theory]
    [InlineData("--help", 0, "MAIL_STORAGE")]
    [InlineData("--version", 0, "0.")]
    [InlineData("--prot", 2, "'--prot' is not known")]
    [InlineData("7071", 2, "--help")]
    public async Task Arguments_are_few_and_others_are_refused(string argument, int code, string says)
    {
        await using var process = FunctionsProcess.Start(new Dictionary<string, string>(), argument);

        Assert.Equal(code, await process.ExitCodeAsync());
        Assert.Contains(says, process.Output + process.Errors, StringComparison.Ordinal);
    }

    private FunctionsProcess Start(string storage, params (string Name, string Value)[] settings)
    {
        var environment = settings.ToDictionary(setting => setting.Name, setting => setting.Value);
        environment["MAIL_STORAGE"] = storage;
        environment["MAIL_FUNCTIONS_PORT"] = _port.ToString(CultureInfo.InvariantCulture);
        return FunctionsProcess.Start(environment);
    }

    private async Task<HttpStatusCode> RunAsync(string function, string json, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Address($"/admin/functions/{function}"))
        {
            Content = new StringContent(json, Encoding.UTF8, "application/json"),
        };
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using var response = await _client.SendAsync(request);
        return response.StatusCode;
    }

    private async Task<HttpStatusCode?> TryStatusAsync(string path)
    {
        try
        {
            using var response = await _client.GetAsync(Address(path));
            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            // Not listening yet.
            return null;
        }
    }

    private async Task<HttpStatusCode> StatusAsync(string path) => await TryStatusAsync(path) ?? 0;

    private Uri Address(string path) => new($"http://127.0.0.1:{_port}{path}");

    private static async Task UntilAsync(Func<Task<bool>> condition, FunctionsProcess process)
    {
        using var bound = new CancellationTokenSource(Bound);
        while (!await condition())
        {
            Assert.False(process.HasExited, process.Errors);
            Assert.False(bound.IsCancellationRequested, $"not reached: {process.Output}");
            await Task.Delay(50, CancellationToken.None);
        }
    }
}
