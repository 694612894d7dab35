using System.Net;
using Mail.Core;
using Mail.Smtp;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using OpenTelemetry;

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
        AddLogging(builder, options);
        AddTelemetry(builder);
        AddServices(builder.Services, options, ports, time);
        AddTls(builder.Services, options, time);
        AddSubmission(builder.Services, options, time);
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

        var lifetime = _app.Services.GetRequiredService<IHostApplicationLifetime>();
        var logger = _app.Services.GetRequiredService<ILogger<GatewayServer>>();
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

    private static void AddLogging(WebApplicationBuilder builder, GatewayOptions options)
    {
        // Logs go to stderr: stdout has the lines that scripts read.
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        if (options.JsonLog)
        {
            builder.Logging.AddJsonConsole(json => json.UseUtcTimestamp = true);
        }
        else
        {
            builder.Logging.AddSimpleConsole(simple =>
            {
                simple.SingleLine = true;
                simple.UseUtcTimestamp = true;
                simple.TimestampFormat = "yyyy-MM-dd HH:mm:ss.fff'Z' ";
            });
        }

        builder.Logging.SetMinimumLevel(LogLevel.Information);
        // Kestrel logs each connection, the host each start; ours say what matters.
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        // It reports a failed start with a stack trace; we say it in words.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        // One line per storage request is for debugging.
        builder.Logging.AddFilter("Azure", LogLevel.Warning);
    }

    private static void AddTelemetry(WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT")))
        {
            return;
        }

        // The exporter reads its settings from the configuration, which is empty so far.
        var settings = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .Select(e => new KeyValuePair<string, string?>((string)e.Key, e.Value as string))
            .Where(e => e.Key.StartsWith("OTEL_", StringComparison.Ordinal));
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddOpenTelemetry()
            .WithTracing(tracing => tracing.AddSource(Telemetry.Name))
            .WithMetrics(metrics => metrics.AddMeter(Telemetry.Name))
            .UseOtlpExporter();
    }

    private static void AddServices(
        IServiceCollection services, GatewayOptions options, Func<ILoggerFactory, GatewayPorts> ports, TimeProvider time)
    {
        services.AddSingleton(options);
        services.AddSingleton(time);
        services.AddSingleton(new SmtpServerOptions { HostName = options.HostName, MessageSizeLimit = options.MessageSizeLimit });
        services.AddSingleton(provider => ports(provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton(provider => provider.GetRequiredService<GatewayPorts>().Spool);
        services.AddSingleton(provider => provider.GetRequiredService<GatewayPorts>().Log);
        services.AddSingleton(provider => provider.GetRequiredService<GatewayPorts>().Directory);
        services.AddSingleton(provider => provider.GetRequiredService<GatewayPorts>().Queues);
        services.AddSingleton(provider => provider.GetRequiredService<GatewayPorts>().Settings);
        services.AddSingleton(provider => provider.GetRequiredService<GatewayPorts>().Dns);
        services.AddSingleton(provider => provider.GetRequiredService<GatewayPorts>().AccessRules);
        services.AddSingleton(provider => provider.GetRequiredService<GatewayPorts>().Rejects);
        services.AddSingleton(provider => provider.GetRequiredService<GatewayPorts>().Greylist);
        services.AddSingleton(provider => provider.GetRequiredService<GatewayPorts>().Credentials);
        services.AddSingleton(provider => provider.GetRequiredService<GatewayPorts>().SenderGrants);
        services.AddSingleton<IncomingQueue>();
        services.AddSingleton<Router>();
        services.AddSingleton<RecipientPolicy>();
        services.AddSingleton<AccessPolicy>();
        services.AddSingleton<Greylisting>();
        services.AddSingleton<IClientReputation, ClientReputation>();
        services.AddSingleton<RejectBudget>();
        services.AddSingleton<RejectRecorder>();
        services.AddHostedService(provider => provider.GetRequiredService<RejectRecorder>());
        services.AddSingleton<Refusals>();
        services.AddSingleton(provider =>
            AcceptanceJournal.Open(options.StateFolder, time, provider.GetRequiredService<ILogger<AcceptanceJournal>>()));
        services.AddSingleton<MessagesInDoubt>();
        services.AddSingleton<EarlierCopy>();
        services.AddSingleton<SpoolHealth>();
        services.AddSingleton<Acceptor>();
        services.AddSingleton(new SessionLimiter(options.MaxSessions, options.MaxSessionsPerAddress));
        services.AddSingleton<ProxyConnection>();
        services.AddSingleton<SessionRelief>();
        services.AddSingleton<ClientLimits>();
        services.AddSingleton<PacePolicy>();
        services.AddSingleton<GreetTest>();
        services.AddSingleton<ClientPolicy>();
        services.AddSingleton<IClientCheck>(provider => provider.GetRequiredService<ClientPolicy>());
        services.AddSingleton<HealthEndpoint>();
        services.AddHostedService<InDoubtWorker>();
        services.AddHostedService<PostmasterCheck>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = options.DrainTimeout);
        services.Configure<ConsoleLifetimeOptions>(console => console.SuppressStatusMessages = true);
    }

    private static void AddTls(IServiceCollection services, GatewayOptions options, TimeProvider time)
    {
        services.AddSingleton(provider => new Certificates(
            CertificateSources.From(options, provider.GetRequiredService<GatewayPorts>().Secrets),
            options.TlsPassword?.Value,
            time,
            provider.GetRequiredService<ILogger<Certificates>>()));
        services.AddSingleton<ServerTls>();
        services.AddHostedService<CertificateReloader>();
    }

    private static void AddSubmission(IServiceCollection services, GatewayOptions options, TimeProvider time)
    {
        services.AddSingleton<LoginGuard>();
        services.AddSingleton<PasswordVerification>();
        services.AddSingleton<UseNotes>();
        services.AddSingleton(provider => FakeVerifiers.From(options, provider.GetRequiredService<ILogger<AccountLogins>>()));
        services.AddSingleton(provider => new AccountLogins(
            provider.GetRequiredService<IDirectory>(),
            provider.GetRequiredService<ICredentialStore>(),
            provider.GetRequiredService<FakeVerifiers>(),
            provider.GetRequiredService<PasswordVerification>(),
            provider.GetRequiredService<LoginGuard>(),
            provider.GetRequiredService<UseNotes>(),
            provider.GetService<TokenValidation>(),
            provider.GetRequiredService<ILogger<AccountLogins>>()));
        if (TokenOptions.From(options) is { } tokens)
        {
            services.AddSingleton(provider => new TokenValidation(tokens, time, provider.GetRequiredService<ILogger<TokenValidation>>()));
        }

        services.AddSingleton<GatewayAuthenticator>();
        services.AddSingleton<SenderRights>();
        services.AddSingleton<RecipientRates>();
        services.AddSingleton<SubmissionPolicy>();
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

            kestrel.Listen(_options.Listen, _options.HealthPort, listen =>
            {
                _health = listen;
                listen.Protocols = HttpProtocols.Http1;
            });
        });
    }
}
