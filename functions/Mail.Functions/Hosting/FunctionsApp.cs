using System.Net;

namespace Mail.Functions;

/// <summary>Puts the process together, for either mode.</summary>
internal static class FunctionsApp
{
    /// <param name="addSending">What needs secrets, which are read before.</param>
    /// <exception cref="ConfigurationException">A setting or file cannot be used.</exception>
    public static WebApplication Build(ProcessSettings settings, IConfiguration environment, Action<IServiceCollection> addSending)
    {
        var host = HostJson.Load(settings.AppRoot);
        var definitions = FunctionDefinitions.Load(settings.AppRoot, environment);

        // Empty: no appsettings.json, and no ASPNETCORE_URLS, which the Functions host passes on and which is not meant for us.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = settings.AppRoot });
        var listen = settings.CustomHandlerPort is { } port ? new IPEndPoint(IPAddress.Loopback, port) : settings.Listen;
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = CustomHandlerEndpoints.MaxBody;
            kestrel.Listen(listen);
        });
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(options =>
            options.ShutdownTimeout = settings.Engine.Drain + StandaloneEngine.SettleTime + TimeSpan.FromSeconds(1));
        ProcessTelemetry.Add(builder, settings, environment);
        AddFunctions(builder.Services, settings, host, definitions);
        addSending(builder.Services);

        var app = builder.Build();
        // Asked for now, so that a function without code is told at the start and not at its first message.
        app.Services.GetRequiredService<FunctionRegistry>();
        Map(app, settings);
        return app;
    }

    private static void AddFunctions(
        IServiceCollection services, ProcessSettings settings, HostJson host, IReadOnlyList<FunctionDefinition> definitions)
    {
        services.AddSingleton(TimeProvider.System)
            .AddSingleton(settings)
            .AddSingleton(settings.Engine)
            .AddSingleton(host)
            .AddSingleton(host.Queues)
            .AddSingleton<OutageRedelivery>()
            .AddSingleton<FunctionInvoker>()
            .AddSingleton<StorageProbe>()
            .AddSingleton<QueueLook>()
            .AddSingleton<CustomHandlerEndpoints>()
            .AddSingleton<IHttpFunction, ApiEndpoints>()
            .AddSingleton<AdminEndpoints>()
            .AddSingleton<IncomingFunction>()
            .AddSingleton<IFunctionHandler>(provider => new AtMost(IncomingFunction.AtOnce, provider.GetRequiredService<IncomingFunction>()))
            .AddSingleton<IFunctionHandler, SweepFunction>()
            .AddSingleton(provider => new FunctionRegistry(definitions, provider.GetServices<IFunctionHandler>()))
            .AddClientConfiguration(settings.Announced)
            .AddMailFlow(settings.Flow)
            .AddScanning(settings.Rspamd)
            .AddTraining()
            .AddDmarcReports()
            .AddMailStorage(settings);
        if (!settings.IsUnderHost)
        {
            services.AddHostedService<StandaloneEngine>();
        }
    }

    private static void Map(WebApplication app, ProcessSettings settings)
    {
        app.UseRouting();
        MapHttpFunctions(app);
        if (settings.IsUnderHost)
        {
            app.Services.GetRequiredService<CustomHandlerEndpoints>().Map(app);
        }
        else
        {
            app.Services.GetRequiredService<AdminEndpoints>().Map(app);
        }
    }

    /// <exception cref="ConfigurationException">A file describes an HTTP function that no code answers for.</exception>
    private static void MapHttpFunctions(WebApplication app)
    {
        var code = app.Services.GetServices<IHttpFunction>().ToDictionary(function => function.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var definition in app.Services.GetRequiredService<FunctionRegistry>().Definitions.OfType<FunctionDefinition.Http>())
        {
            if (!code.TryGetValue(definition.Name, out var function))
            {
                throw new ConfigurationException(
                    $"{definition.Name}/{FunctionDefinitions.FileName} describes an HTTP function that this program does not have.");
            }

            function.Map(app);
        }
    }
}
