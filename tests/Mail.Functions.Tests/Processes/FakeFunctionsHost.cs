using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Mail.Functions.Tests;

/// <summary>
/// Starts the handler and calls it as the Functions host does: readiness every 25 ms, chunked bodies, and its reading of the answers, in which
/// an empty one never completes.
/// </summary>
internal sealed class FakeFunctionsHost : IAsyncDisposable
{
    /// <summary>host.json's customHandler initializationTimeout, by default.</summary>
    private static readonly TimeSpan InitializationTimeout = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, string> _environment;
    private readonly HttpClient _client;

    private FakeFunctionsHost(IReadOnlyDictionary<string, string> environment)
    {
        Port = FunctionsProcess.FreePort();
        var port = Port.ToString(CultureInfo.InvariantCulture);
        _environment = new Dictionary<string, string>(environment)
        {
            ["FUNCTIONS_CUSTOMHANDLER_PORT"] = port,
            ["FUNCTIONS_CUSTOMHANDLER_WORKER_ID"] = Guid.NewGuid().ToString(),
            ["FUNCTIONS_HTTPWORKER_PORT"] = port,
            ["FUNCTIONS_HTTPWORKER_ID"] = Guid.NewGuid().ToString(),
            ["FUNCTIONS_APP_ROOT_PATH"] = FunctionsProcess.Folder,
            // The host's own, which the handler inherits and must not follow.
            ["ASPNETCORE_URLS"] = "http://0.0.0.0:1",
        };
        _client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(60) };
    }

    public int Port { get; }

    public FunctionsProcess Handler { get; private set; } = null!;

    public static async Task<FakeFunctionsHost> StartAsync(string storage, params (string Name, string Value)[] settings)
    {
        var environment = settings.ToDictionary(setting => setting.Name, setting => setting.Value);
        environment["MAIL_STORAGE"] = storage;
        var host = new FakeFunctionsHost(environment);
        await host.StartHandlerAsync();
        return host;
    }

    /// <summary>Starts the handler, again after it has ended: always on the same port.</summary>
    public async Task StartHandlerAsync()
    {
        Handler = FunctionsProcess.Start(_environment);
        using var bound = new CancellationTokenSource(InitializationTimeout);
        while (!await AnswersAsync())
        {
            Assert.False(Handler.HasExited, $"the handler ended: {Handler.Errors}");
            await Task.Delay(25, bound.Token);
        }
    }

    /// <param name="body">A whole body, with Data and Metadata.</param>
    public async Task<HandlerAnswer> InvokeAsync(string function, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/" + function)
        {
            Content = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(body))),
        };
        request.Headers.TransferEncodingChunked = true;
        request.Headers.Add("X-Azure-Functions-HostVersion", "4.1037.0");
        request.Headers.Add("X-Azure-Functions-InvocationId", Guid.NewGuid().ToString());
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/json; charset=utf-8");
        return await SendAsync(request);
    }

    /// <summary>A request of a caller, passed on as it came (enableForwardingHttpRequest).</summary>
    public async Task<HandlerAnswer> ForwardAsync(HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        return await SendAsync(request);
    }

    public static string QueueBody(string payload, int dequeueCount) =>
        $$$"""
        {"Data":{"pointer":{{{payload}}}},"Metadata":{"DequeueCount":"{{{dequeueCount}}}","ExpirationTime":"9999-12-31T23:59:59.9999999+00:00",
        "Id":"\"0d3ee2a1\"","InsertionTime":"2026-01-05T12:00:00+00:00","PopReceipt":"\"AgAAAAMAAAAA\"",
        "sys":{"MethodName":"Incoming","UtcNow":"2026-01-05T12:00:01Z","RandGuid":"8f7c"} } }
        """;

    public async ValueTask DisposeAsync()
    {
        await Handler.DisposeAsync();
        _client.Dispose();
    }

    private async Task<HandlerAnswer> SendAsync(HttpRequestMessage request)
    {
        using var response = await _client.SendAsync(request);
        return new HandlerAnswer(
            response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync());
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var answer = await _client.GetAsync(new Uri("/", UriKind.Relative));
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}

/// <summary>An answer with the host's eyes.</summary>
internal sealed record HandlerAnswer(HttpStatusCode Status, string? MediaType, string Body)
{
    /// <summary>Success for the host: 2xx, JSON, an object. Throws when the host would wait for ever.</summary>
    public bool Completes
    {
        get
        {
            if ((int)Status is < 200 or > 299)
            {
                return false;
            }

            Assert.Equal("application/json", MediaType);
            Assert.Equal(JsonValueKind.Object, Json.ValueKind);
            return true;
        }
    }

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary>The reason of a failure.</summary>
    public string Error => Json.GetProperty("error").GetString()!;
}
