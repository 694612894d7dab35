using System.Net;
using Microsoft.Extensions.Configuration;

namespace Mail.Functions.Tests;

public sealed class ConfigurationTests
{
    [Theory]
    [InlineData("version", "1.0")]
    [InlineData("functionTimeout", "0")]
    [InlineData("functionTimeout", "ten minutes")]
    [InlineData("extensions:queues:batchSize", "33")]
    [InlineData("extensions:queues:batchSize", "many")]
    [InlineData("extensions:queues:newBatchThreshold", "-1")]
    [InlineData("extensions:queues:maxDequeueCount", "0")]
    [InlineData("extensions:queues:maxPollingInterval", "00:00:00.050")]
    [InlineData("extensions:queues:visibilityTimeout", "8.00:00:00")]
    [InlineData("extensions:queues:messageEncoding", "none")]
    public void A_value_of_host_json_that_cannot_be_is_refused_by_its_name(string name, string value)
    {
        var error = Assert.Throws<ConfigurationException>(() => HostJson.Read(Values(("version", "2.0"), (name, value))));

        Assert.Contains(name.Split(':')[^1], error.Message, StringComparison.Ordinal);
        Assert.Contains(value, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_host_json_leaves_out_is_as_in_the_Functions_host()
    {
        var host = HostJson.Read(Values(("version", "2.0")));

        Assert.Equal(TimeSpan.FromMinutes(30), host.FunctionTimeout);
        Assert.Equal(new QueuesOptions(), host.Queues);
        Assert.Equal((16, 5, TimeSpan.Zero, TimeSpan.FromMinutes(1)), (host.Queues.BatchSize, host.Queues.MaxDequeueCount, host.Queues.VisibilityTimeout, host.Queues.MaxPollingInterval));
        Assert.Null(HostJson.Read(Values(("version", "2.0"), ("functionTimeout", "-1"))).FunctionTimeout);
    }

    [Theory]
    [InlineData("{}", "triggers")]
    [InlineData("""{"bindings":[{"type":"queue","name":"x"}]}""", "triggers")]
    [InlineData("""{"bindings":[{"type":"queueTrigger","name":"a","queueName":"q"},{"type":"timerTrigger","name":"b","schedule":"* * * * * *"}]}""", "triggers")]
    [InlineData("""{"bindings":[{"type":"queueTrigger","name":"x"}]}""", "queueName")]
    [InlineData("""{"bindings":[{"type":"queueTrigger","queueName":"x"}]}""", "name")]
    [InlineData("""{"bindings":[{"type":"queueTrigger","name":"x","queueName":"%UNSET%"}]}""", "%UNSET%")]
    [InlineData("""{"bindings":[{"type":"timerTrigger","name":"x","schedule":"*/5 * * * *"}]}""", "six fields")]
    [InlineData("""{"bindings":[{"type":"serviceBusTrigger","name":"x","queueName":"incoming"}]}""", "outbound")]
    [InlineData("""{"bindings":[{"type":"blobTrigger","name":"x"}]}""", "blobTrigger")]
    public void A_function_json_that_asks_for_what_we_lack_is_refused(string json, string says)
    {
        var error = Assert.Throws<ConfigurationException>(() => FunctionDefinitions.Read("Some", json, Values()));

        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_are_put_in_for_their_names()
    {
        const string Json = """{"bindings":[{"type":"queueTrigger","name":"x","queueName":"%PREFIX%-mail"}]}""";

        Assert.Equal(new FunctionDefinition.Queue("Some", "x", "blue-mail"), FunctionDefinitions.Read("Some", Json, Values(("PREFIX", "blue"))));
    }

    [Theory]
    [InlineData("AzureWebJobs.Some.Disabled", "true")]
    [InlineData("AzureWebJobs_Some_Disabled", "1")]
    public void A_function_can_be_disabled_by_a_setting(string name, string value)
    {
        const string Json = """{"bindings":[{"type":"queueTrigger","name":"x","queueName":"mail"}]}""";

        Assert.Null(FunctionDefinitions.Read("Some", Json, Values((name, value))));
    }

    [Theory]
    [InlineData("storage", true, false)]
    [InlineData("", true, false)]
    [InlineData("servicebus", false, true)]
    public void One_setting_says_which_queue_drives_outbound(string choice, bool isOnStorage, bool isOnServiceBus)
    {
        const string Storage = """{"bindings":[{"type":"queueTrigger","name":"x","queueName":"outbound"}]}""";
        const string ServiceBus = """{"bindings":[{"type":"serviceBusTrigger","name":"x","queueName":"outbound","connection":"C"}]}""";
        var settings = Values(("MAIL_OUTBOUND_QUEUE", choice));

        Assert.Equal(isOnStorage, FunctionDefinitions.Read("Outbound", Storage, settings) is FunctionDefinition.Queue { Code: "Outbound" });
        Assert.Equal(isOnServiceBus, FunctionDefinitions.Read("OutboundServiceBus", ServiceBus, settings) is FunctionDefinition.Queue { Code: "Outbound" });
    }

    [Fact]
    public void A_function_without_code_is_told_at_the_start()
    {
        var error = Assert.Throws<ConfigurationException>(
            () => new FunctionRegistry([new FunctionDefinition.Queue("Ghost", "x", "ghosts")], []));

        Assert.Contains("Ghost", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MAIL_FUNCTIONS_PORT", "65536")]
    [InlineData("MAIL_FUNCTIONS_PORT", "http")]
    [InlineData("MAIL_LISTEN", "localhost")]
    [InlineData("MAIL_LOG_FORMAT", "xml")]
    [InlineData("MAIL_DRAIN_SECONDS", "601")]
    [InlineData("MAIL_QUEUE_LEASE_SECONDS", "1")]
    [InlineData("FUNCTIONS_CUSTOMHANDLER_PORT", "")]
    public void A_setting_that_cannot_be_is_refused_by_its_name(string name, string value)
    {
        var error = Assert.Throws<ConfigurationException>(() => ProcessSettings.Read(Values((name, value)), "/app"));

        Assert.Contains($"{name} is '{value}', expected", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_settings_it_is_standalone_on_loopback_with_Azurite()
    {
        var settings = ProcessSettings.Read(Values(("MAIL_STORAGE", "  ")), "/app");

        Assert.False(settings.IsUnderHost);
        Assert.Equal(new IPEndPoint(IPAddress.Loopback, 7071), settings.Listen);
        Assert.Equal("UseDevelopmentStorage=true", settings.Storage);
        Assert.Equal("/app", settings.AppRoot);
    }

    [Theory]
    [InlineData("FUNCTIONS_CUSTOMHANDLER_PORT")]
    [InlineData("FUNCTIONS_HTTPWORKER_PORT")]
    public void A_host_makes_itself_known_by_the_port_it_gives(string name)
    {
        var values = Values((name, "4711"));

        Assert.True(ProcessSettings.HasHost(values));
        Assert.Equal(4711, ProcessSettings.Read(values, "/app").CustomHandlerPort);
    }

    private static IConfiguration Values(params (string Name, string Value)[] values) => new ConfigurationBuilder()
        .AddInMemoryCollection(values.GroupBy(value => value.Name).ToDictionary(group => group.Key, group => (string?)group.Last().Value))
        .Build();
}
