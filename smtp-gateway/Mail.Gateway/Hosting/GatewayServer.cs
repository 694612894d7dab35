using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Mail.Gateway;

/// <summary>The running gateway: its listeners and what stands behind them. Composes; decides nothing.</summary>
public sealed class GatewayServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly GatewayOptions _options;
    private readonly IReadOnlyList<SmtpListener> _listeners;
    private ListenOptions? _health;

    /// <param name="options">Valid.</param>
    /// <param name="ports">Given the logging of the process.</param>
    public GatewayServer(GatewayOptions options, Func<ILoggerFactory, GatewayPorts> ports, TimeProvider time)
    {
        _options = options;
        _listeners = SmtpListener.For(options);
        // Empty: no appsettings.json from wherever we were started, no ASPNETCORE_ variables that open further ports.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "mail-gateway" });
        ProcessReporting.AddTo(builder, options.JsonLog);
        builder.Services.AddGateway(options, ports, time);
        AddListeners(builder);
        _app = builder.Build();
        _app.Run(_app.Services.GetRequiredService<HealthEndpoint>().HandleAsync);
    }

    /// <summary>Where SMTP is listened for, with the actual port. After <see cref="StartAsync"/>.</summary>
    public IPEndPoint SmtpEndPoint => _listeners[0].EndPoint;

    /// <summary>As <see cref="SmtpEndPoint"/>, for the health listener.</summary>
    public IPEndPoint HealthEndPoint => _health?.IPEndPoint ?? throw new InvalidOperationException("Not started.");

    /// <summary>Everything that is listened for, by the names smtp, submission, submissions and health. After <see cref="StartAsync"/>.</summary>
    public IEnumerable<(string Name, IPEndPoint EndPoint)> Listening => [.. _listeners.Select(l => (l.Name, l.EndPoint)), ("health", HealthEndPoint)];

    /// <exception cref="CertificateException">A certificate cannot be used; the message says which and why.</exception>
    /// <exception cref="FormatException">The settings of the certificates do not go together; the message says what to set.</exception>
    /// <exception cref="IOException">A port is taken, or not ours to open; the message says which.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await LoadCertificatesAsync(cancellationToken);
        try
        {
            await _app.StartAsync(cancellationToken);
        }
        catch
        {
            // What was started before the listeners failed.
            await _app.StopAsync(CancellationToken.None);
            throw;
        }

        var logger = _app.Services.GetRequiredService<ILogger<GatewayServer>>();
        if (_options.Srs is null)
        {
            GatewayLog.NoSrs(logger);
        }

        var lifetime = _app.Services.GetRequiredService<IHostApplicationLifetime>();
        lifetime.ApplicationStopping.Register(() => GatewayLog.Draining(logger, _options.DrainTimeout));
    }

    /// <summary>Returns when the process is told to stop (SIGTERM, SIGINT) and the drain is over.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _app.WaitForShutdownAsync(cancellationToken);

    /// <summary>No new sessions; those that wait for a command end with 421; messages that are arriving are finished, for so long.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _app.StopAsync(cancellationToken);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    internal Certificates Certificates => _app.Services.GetRequiredService<Certificates>();

    /// <summary>Sessions that are open now.</summary>
    internal int Sessions => _app.Services.GetRequiredService<SessionLimiter>().Sessions;

    internal MessagesInDoubt InDoubt => _app.Services.GetRequiredService<MessagesInDoubt>();

    private async Task LoadCertificatesAsync(CancellationToken cancellationToken)
    {
        await Certificates.LoadAsync(cancellationToken);
        if (!_options.HasTls)
        {
            var logger = _app.Services.GetRequiredService<ILogger<Certificates>>();
            TlsLog.NoCertificate(logger, $"ports {_options.SubmissionPort} and {_options.SubmissionsPort}");
        }
    }

    private void AddListeners(WebApplicationBuilder builder)
    {
        builder.WebHost.UseKestrelCore();
        builder.Services.Configure<SocketTransportOptions>(transport =>
        {
            // For a connection, however large its message and however slow the spool. (Kestrel: 1 MiB.)
            transport.MaxReadBufferSize = 64 * 1024;
            // A flush completes when the system has taken the bytes, not before: "answered" must not be said of an answer that is still
            // in this process. 1 and not 0, which would switch the waiting off.
            transport.MaxWriteBufferSize = 1;
        });
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 0;
            foreach (var listener in _listeners)
            {
                listener.Open(kestrel, _options.Listen);
            }

            kestrel.Listen(_options.HealthListen, _options.HealthPort, listen =>
            {
                _health = listen;
                listen.Protocols = HttpProtocols.Http1;
            });
        });
    }
}
