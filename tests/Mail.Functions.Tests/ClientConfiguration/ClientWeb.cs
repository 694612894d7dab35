using System.Net;
using System.Text;
using Mail.Core;
using Mail.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Mail.Functions.Tests;

/// <summary>The functions that configure mail programs, on a real port, over a directory in memory.</summary>
internal sealed class ClientWeb : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _client;

    private ClientWeb(WebApplication app, InMemoryDirectory directory, InMemorySiteSettings settings)
    {
        _app = app;
        (Directory, Settings) = (directory, settings);
        _client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()), Timeout = TimeSpan.FromSeconds(30) };
    }

    public InMemoryDirectory Directory { get; }

    public InMemorySiteSettings Settings { get; }

    /// <summary>Of the last answer, without its parameters.</summary>
    public string? ContentType { get; private set; }

    public static async Task<ClientWeb> StartAsync()
    {
        var (directory, settings) = (new InMemoryDirectory(), new InMemorySiteSettings());
        directory.AddDomain("example.test");
        directory.AddAccount("alice@example.test");
        directory.AddDomain("alias.test", DomainKind.Alias, "example.test");
        directory.AddDomain("relay.test", DomainKind.Relay);

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore().AddSingleton<IDirectory>(directory).AddSingleton<ISiteSettings>(settings).AddClientConfiguration(Announced());
        var app = builder.Build();
        app.UseRouting();
        foreach (var function in app.Services.GetServices<IHttpFunction>())
        {
            function.Map(app);
        }

        await app.StartAsync(TestContext.Current.CancellationToken);
        return new ClientWeb(app, directory, settings);
    }

    public static AnnouncedServices Announced() =>
        AnnouncedServices.TryRead(_ => null, "mail.example.test", out var services, out var error) ? services : throw new InvalidOperationException(error);

    public static string Golden(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "testdata", name));

    /// <param name="host">Of the Host field.</param>
    public async Task<(HttpStatusCode Status, string Body)> GetAsync(string path, string? host = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.Host = host;
        return await SendAsync(request);
    }

    public async Task<(HttpStatusCode Status, string Body)> PostAsync(string body, string path = "/autodiscover/autodiscover.xml", bool chunked = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "text/xml") };
        request.Headers.TransferEncodingChunked = chunked;
        return await SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    private async Task<(HttpStatusCode Status, string Body)> SendAsync(HttpRequestMessage request)
    {
        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        // Whatever was sent, no field of ours comes from it.
        Assert.DoesNotContain(response.Headers, header => header.Key is not ("Date" or "Server" or "Retry-After" or "Connection" or "Transfer-Encoding"));
        ContentType = response.Content.Headers.ContentType?.MediaType;
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
