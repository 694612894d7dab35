using System.Text.Json;
using Mail.Core;
using Mail.Processing;
using Microsoft.Extensions.Configuration;

namespace Mail.Functions.Tests;

/// <summary>The files that both the Functions host and the standalone engine read, as built.</summary>
public sealed class ShippedFilesTests
{
    private static readonly IConfiguration NoSettings = new ConfigurationBuilder().Build();

    [Fact]
    public void The_queue_functions_listen_to_the_queues_that_the_code_names()
    {
        var queues = FunctionDefinitions.Load(FunctionsProcess.Folder, NoSettings)
            .OfType<FunctionDefinition.Queue>()
            .ToDictionary(function => function.Name, function => function.QueueName);

        Assert.Equal(QueueNames.Incoming, queues["Incoming"]);
        Assert.Equal(QueueNames.Outbound, queues["Outbound"]);
        Assert.Equal(QueueNames.Webhooks, queues["Webhooks"]);
        Assert.Equal(QueueNames.Training, queues["Train"]);
        Assert.Equal(QueueNames.Fetching, queues["FetchAccount"]);
    }

    [Fact]
    public void The_functions_are_those_that_the_code_has()
    {
        var functions = FunctionDefinitions.Load(FunctionsProcess.Folder, NoSettings);

        Assert.Equal(["Api", "Autoconfig", "AutoconfigWellKnown", "Autodiscover", "Compact", "DmarcInbox", "DmarcReports", "Fetch", "FetchAccount", "Incoming", "MtaSts", "Outbound", "SpamDigest", "SpamReports", "Sweep", "TlsReports", "Train", "Webhooks"], functions.Select(function => function.Name));
    }

    [Fact]
    public void HTTP_functions_have_their_whole_paths_and_none_stands_in_the_way_of_another()
    {
        using var host = JsonDocument.Parse(File.ReadAllText(Path.Combine(FunctionsProcess.Folder, HostJson.FileName)));
        var prefix = host.RootElement.GetProperty("extensions").GetProperty("http").GetProperty("routePrefix").GetString();
        var routes = FunctionDefinitions.Load(FunctionsProcess.Folder, NoSettings).OfType<FunctionDefinition.Http>().Select(RouteOf).Order();

        Assert.Equal("", prefix);
        // The host tries routes in the order of the functions' names, so none may match what is another's.
        Assert.Equal(
            [".well-known/autoconfig/mail/config-v1.1.xml", ".well-known/mta-sts.txt", "api/{*path}", "autodiscover/{*path}", "mail/config-v1.1.xml"], routes);
    }

    [Fact]
    public void The_sweep_comes_every_five_minutes()
    {
        var sweep = FunctionDefinitions.Load(FunctionsProcess.Folder, NoSettings).OfType<FunctionDefinition.Timer>().Single(function => function.Name == "Sweep");
        var start = new DateTimeOffset(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

        Assert.Equal(start.AddMinutes(5), sweep.Schedule.GetNextOccurrence(start, TimeZoneInfo.Utc));
        Assert.True(sweep.UseMonitor);
    }

    [Fact]
    public void The_host_starts_our_executable_and_knows_the_triggers()
    {
        using var host = JsonDocument.Parse(File.ReadAllText(Path.Combine(FunctionsProcess.Folder, HostJson.FileName)));
        var handler = host.RootElement.GetProperty("customHandler");

        Assert.Equal("Mail.Functions", handler.GetProperty("description").GetProperty("defaultExecutablePath").GetString());
        Assert.True(handler.GetProperty("enableForwardingHttpRequest").GetBoolean());
        // With routes in host.json a function.json anywhere makes the host refuse to start.
        Assert.False(handler.TryGetProperty("http", out _));
        Assert.Equal("[4.*, 5.0.0)", host.RootElement.GetProperty("extensionBundle").GetProperty("version").GetString());
    }

    [Fact]
    public void Invocations_are_given_up_before_the_host_gives_up_the_process()
    {
        var host = HostJson.Load(FunctionsProcess.Folder);

        Assert.Equal(TimeSpan.FromMinutes(10), host.FunctionTimeout);
        Assert.Equal(5, host.Queues.MaxDequeueCount);
        Assert.Equal(new OutboundOptions().AttemptsAtOnce, host.Queues.BatchSize + host.Queues.NewBatchThreshold);
    }

    private static string? RouteOf(FunctionDefinition function)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(FunctionsProcess.Folder, function.Name, FunctionDefinitions.FileName)));
        return file.RootElement.GetProperty("bindings")[0].GetProperty("route").GetString();
    }
}
