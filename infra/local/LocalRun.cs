using Mail.Local.Processes;
using Mail.Local.Services;
using Mail.Local.Settings;

namespace Mail.Local;

/// <summary>
/// One run of the system: brings it up in order (emulator, demo data, functions, gateway), keeps it up, and takes it
/// down in the opposite order, so that the gateway can finish what it has begun to receive.
/// </summary>
internal sealed class LocalRun(LocalSettings settings, TextWriter output)
{
    /// <summary>Returns when <paramref name="stop"/> is cancelled and everything has ended.</summary>
    /// <exception cref="StartupException">It cannot be brought up, or one process keeps dying; everything has ended then.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        using var state = StateFolder.Open(settings.StateFolder);
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        var services = new Stack<Service>();
        try
        {
            await StartAsync(state, http, services, stop);
            await await Task.WhenAny([WaitAsync(stop), .. services.Select(s => s.Completion)]);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped while starting.
        }
        finally
        {
            if (services.Count > 0)
                output.WriteLine("Stopping ...");
            while (services.TryPop(out var service))
                await service.DisposeAsync();
        }
    }

    private async Task StartAsync(StateFolder state, HttpClient http, Stack<Service> services, CancellationToken stop)
    {
        var emulator = new Emulator(settings.Ports, http);
        await PortCheck.RequireFreeAsync([.. PortSetting.OfGateway, PortSetting.Functions], settings.Ports, stop);
        var reused = await emulator.IsRunningAsync(stop);
        Reset(state, reused);
        if (!reused)
        {
            await NodeRuntime.RequireAsync(stop);
            await StartAsync(emulator.Define(state.Azurite));
        }

        var certificate = DemoCertificate.Ensure(state.Tls, TimeProvider.System, System.Environment.GetEnvironmentVariable);
        var servers = new MailServers(settings.Ports, state, emulator.ConnectionString, certificate, LocalKeys.Ensure(state.Keys), http);
        if (settings.Demo)
        {
            output.WriteLine($"Creating {DemoData.Domain} ...");
            await new DemoData(servers.Environment).CreateAsync(stop);
        }

        await StartAsync(servers.Functions);
        await StartAsync(servers.Gateway);
        new Summary(settings, state, emulator, certificate, reused).WriteTo(output);

        async Task StartAsync(ServiceDefinition definition)
        {
            output.WriteLine($"Starting {definition.Name} ...");
            var log = new ProcessLog(state.Log, definition.Name, settings.Verbose ? output : null);
            var service = new Service(definition, log, output, TimeProvider.System);
            services.Push(service);
            await service.StartAsync(stop);
        }
    }

    private void Reset(StateFolder state, bool reused)
    {
        if (!settings.Reset)
            return;
        if (reused)
        {
            throw new StartupException(
                $"--reset cannot delete the data of the storage emulator that runs already on port {settings.Ports[PortSetting.Blob]}. "
                + "Stop it first, or leave out --reset.");
        }

        output.WriteLine($"Deleting the mail, accounts and logs of earlier runs in {state.Root} ...");
        state.Reset();
    }

    private static async Task WaitAsync(CancellationToken stop) =>
        await Task.Delay(Timeout.Infinite, stop).ContinueWith(static _ => { }, TaskScheduler.Default);
}
