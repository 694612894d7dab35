using System.Reflection;
using Mail.Azure;
using Mail.Core;
using Mail.Functions;

var environment = new ConfigurationBuilder().AddEnvironmentVariables().Build();
return ExitCodes.For(ProcessSettings.HasHost(environment), await RunAsync());

async Task<int> RunAsync()
{
    switch (args)
    {
        case ["--help" or "-h"]:
            Console.Out.Write(HelpText.Text);
            return ExitCodes.Done;
        case ["--version"]:
            Console.Out.WriteLine(Assembly.GetExecutingAssembly().GetName().Version?.ToString(3));
            return ExitCodes.Done;
        case ["--check-health"]:
            return await CheckHealthAsync();
        case not []:
            Console.Error.WriteLine($"Mail.Functions: '{args[0]}' is not known. It takes no arguments: see --help.");
            return ExitCodes.Usage;
    }

    try
    {
        var settings = ProcessSettings.Read(environment, AppContext.BaseDirectory);
        var vault = new KeyVaultSecrets(new StorageOptions { Connection = settings.Storage });
        var sending = await SendingSettings.ReadAsync(environment, settings.Flow.HostName, settings.Engine.QueueLease, vault, CancellationToken.None);
        await using var app = FunctionsApp.Build(settings, environment, services => services.AddSending(sending, vault));
        SendingLog.Started(app.Logger, sending);
        await app.RunAsync();
        return ExitCodes.Done;
    }
    catch (ConfigurationException e)
    {
        Console.Error.WriteLine($"Mail.Functions: {e.Message}");
        return ExitCodes.CannotRun;
    }
    catch (IOException e)
    {
        // The port is taken, mostly.
        Console.Error.WriteLine($"Mail.Functions: {e.Message}");
        return ExitCodes.CannotRun;
    }
}

async Task<int> CheckHealthAsync()
{
    try
    {
        var port = ProcessSettings.Read(environment, AppContext.BaseDirectory).Listen.Port;
        var (isWell, words) = await HealthQuestion.AskAsync(new Uri($"http://127.0.0.1:{port}/api/health"), CancellationToken.None);
        Console.Out.WriteLine(words);
        return isWell ? ExitCodes.Done : ExitCodes.CannotRun;
    }
    catch (ConfigurationException e)
    {
        Console.Error.WriteLine($"Mail.Functions: {e.Message}");
        return ExitCodes.CannotRun;
    }
}
