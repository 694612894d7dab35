using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Mail.Testing;

/// <summary>A web server by HTTPS on a loopback port of its own, which does what a test wants with each request.</summary>
public sealed class PolicyHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly X509Certificate2 _certificate;
    private readonly ConcurrentQueue<string> _requests = new();

    private PolicyHost(WebApplication app, X509Certificate2 certificate) => (_app, _certificate) = (app, certificate);

    public int Port { get; private set; }

    /// <summary>Method, host and path of each, in the order they came.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    public Func<HttpContext, Task> Answer { get; set; } = _ => Task.CompletedTask;

    /// <param name="names">Of the certificate.</param>
    public static async Task<PolicyHost> StartAsync(params string[] names)
    {
        using var issued = TestCertificate.For(names);
        var certificate = X509CertificateLoader.LoadPkcs12(issued.ToPkcs12("x"), "x");
        using var intermediate = X509Certificate2.CreateFromPem(TestCertificate.IntermediatePem);
        var chain = new X509Certificate2Collection { X509CertificateLoader.LoadCertificate(intermediate.RawData) };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(
            System.Net.IPAddress.Loopback, 0, listen => listen.UseHttps(https => (https.ServerCertificate, https.ServerCertificateChain) = (certificate, chain))));
        var host = new PolicyHost(builder.Build(), certificate);
        host._app.Run(async context =>
        {
            host._requests.Enqueue($"{context.Request.Method} {context.Request.Host.Host}{context.Request.Path}");
            await host.Answer(context);
        });
        await host._app.StartAsync(TestContext.Current.CancellationToken);
        host.Port = new Uri(host._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;
        return host;
    }

    /// <summary>From now on this text is the answer.</summary>
    public void Serve(string text, string type = "text/plain") => Answer = async context =>
    {
        context.Response.ContentType = type;
        await context.Response.WriteAsync(text, context.RequestAborted);
    };

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
        _certificate.Dispose();
    }
}
