using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Mail.Testing;

/// <summary>Stands between a process and its Azurite, on three ports of its own, and stops the requests that a test names.</summary>
public sealed partial class StorageProxy : IAsyncDisposable
{
    private const int LongestBody = 64 * 1024;

    private readonly WebApplication _app;
    private readonly HttpClient _storage = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });

    private StorageProxy(WebApplication app) => _app = app;

    /// <summary>Blobs, queues, tables.</summary>
    public IReadOnlyList<int> Ports { get; } = FreePorts.Take(3);

    /// <summary>Where Azurite has these.</summary>
    public IReadOnlyList<int> Targets { get; set; } = [];

    /// <summary>Each takes one request.</summary>
    public IReadOnlyList<StorageStop> Stops { get; set; } = [];

    public static async Task<StorageProxy> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var proxy = new StorageProxy(builder.Build());
        proxy.Ports.ToList().ForEach(port => proxy._app.Urls.Add(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")));
        proxy._app.Run(proxy.PassAsync);
        await proxy._app.StartAsync(cancellationToken);
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _app.DisposeAsync();
        _storage.Dispose();
    }

    private async Task PassAsync(HttpContext context)
    {
        var gone = context.RequestAborted;
        try
        {
            var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, gone);
            var request = new StorageRequest(context.Request.Method, context.Request.Path, TextOf(body));
            var stop = Stops.FirstOrDefault(stop => stop.TryTake(request));
            if (stop is { IsAnswer: false })
            {
                stop.SetReached();
                await Task.Delay(Timeout.Infinite, gone);
            }

            using var answer = await _storage.SendAsync(Copy(context, body), HttpCompletionOption.ResponseHeadersRead, CancellationToken.None);
            if (stop is not null)
            {
                stop.SetReached();
                await Task.Delay(Timeout.Infinite, gone);
            }

            await AnswerAsync(context.Response, answer, gone);
        }
        catch (OperationCanceledException)
        {
            // Whoever asked is gone, and does not want to know.
        }
        catch (HttpRequestException)
        {
            context.Abort();
        }
    }

    private HttpRequestMessage Copy(HttpContext context, MemoryStream body)
    {
        var target = Targets[Ports.ToList().IndexOf(context.Connection.LocalPort)];
        // As it was written: the path is part of what is signed.
        var rawTarget = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var copy = new HttpRequestMessage(
            new HttpMethod(context.Request.Method), string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{target}{rawTarget}"))
        {
            Content = new ByteArrayContent(body.ToArray()),
        };
        copy.Content.Headers.Clear();
        foreach (var (name, values) in context.Request.Headers.Where(header => !IsOfConnection(header.Key)))
        {
            if (!copy.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
            {
                copy.Content.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
            }
        }

        return copy;
    }

    private static async Task AnswerAsync(HttpResponse response, HttpResponseMessage answer, CancellationToken gone)
    {
        response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(header => !IsOfConnection(header.Key)))
        {
            response.Headers[name] = values.ToArray();
        }

        if (answer.Content.Headers.ContentLength != 0 && response.StatusCode is not (204 or 304) && response.HttpContext.Request.Method != "HEAD")
        {
            await answer.Content.CopyToAsync(response.Body, gone);
        }
    }

    // RFC 9110 §7.6.1.
    private static bool IsOfConnection(string name) => name.ToUpperInvariant() is "CONNECTION" or "KEEP-ALIVE" or "TRANSFER-ENCODING" or "HOST" or "EXPECT";

    private static string TextOf(MemoryStream body)
    {
        var text = body.Length > LongestBody ? "" : Encoding.Latin1.GetString(body.ToArray());
        return MessageText().Match(text) is { Success: true } match ? Encoding.UTF8.GetString(Convert.FromBase64String(match.Groups[1].Value)) : text;
    }

    [GeneratedRegex("<MessageText>([A-Za-z0-9+/=]+)</MessageText>")]
    private static partial Regex MessageText();
}
