using Mail.Core;
using Mail.Smtp;

namespace Mail.Gateway;

/// <summary>What the gateway is made of, by topic.</summary>
internal static class GatewayServices
{
    public static void AddGateway(
        this IServiceCollection services, GatewayOptions options, Func<ILoggerFactory, GatewayPorts> ports, TimeProvider time)
    {
        services.AddSingleton(options);
        services.AddSingleton(time);
        services.AddSingleton(new SmtpServerOptions { HostName = options.HostName, MessageSizeLimit = options.MessageSizeLimit });
        services.AddSingleton<HealthEndpoint>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = options.DrainTimeout);
        services.Configure<ConsoleLifetimeOptions>(console => console.SuppressStatusMessages = true);
        AddPorts(services, ports);
        AddRouting(services, options, time);
        AddSessions(services, options);
        AddAccess(services);
        AddAcceptance(services, options, time);
        AddTls(services, options, time);
        AddSubmission(services, options, time);
    }

    private static void AddPorts(IServiceCollection services, Func<ILoggerFactory, GatewayPorts> ports)
    {
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
    }

    private static void AddRouting(IServiceCollection services, GatewayOptions options, TimeProvider time)
    {
        var srs = options.Srs is { } secrets ? new Srs(secrets, time) : null;
        services.AddSingleton(provider => new Router(provider.GetRequiredService<IDirectory>(), srs));
    }

    private static void AddSessions(IServiceCollection services, GatewayOptions options)
    {
        services.AddSingleton(new SessionLimiter(options.MaxSessions, options.MaxSessionsPerAddress));
        services.AddSingleton<ProxyConnection>();
        services.AddSingleton<ClientAddresses>();
        services.AddSingleton<SessionRelief>();
        services.AddSingleton<SmtpHosts>();
    }

    private static void AddAccess(IServiceCollection services)
    {
        services.AddSingleton<RecipientPolicy>();
        services.AddSingleton<AccessPolicy>();
        services.AddSingleton<Greylisting>();
        services.AddSingleton<IClientReputation, ClientReputation>();
        services.AddSingleton<ClientLimits>();
        services.AddSingleton<PacePolicy>();
        services.AddSingleton<GreetTest>();
        services.AddSingleton<ClientPolicy>();
        services.AddSingleton<IClientCheck>(provider => provider.GetRequiredService<ClientPolicy>());
        services.AddSingleton<RejectBudget>();
        services.AddSingleton<RejectRecorder>();
        services.AddHostedService(provider => provider.GetRequiredService<RejectRecorder>());
        services.AddSingleton<Refusals>();
        services.AddHostedService<PostmasterCheck>();
    }

    private static void AddAcceptance(IServiceCollection services, GatewayOptions options, TimeProvider time)
    {
        services.AddSingleton(provider =>
            AcceptanceJournal.Open(options.StateFolder, time, provider.GetRequiredService<ILogger<AcceptanceJournal>>()));
        services.AddSingleton<MessagesInDoubt>();
        services.AddSingleton<EarlierCopy>();
        services.AddSingleton<SpoolHealth>();
        services.AddSingleton<Acceptor>();
        services.AddHostedService<InDoubtWorker>();
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
}
