namespace Mail.Azure.Tests;

public class ServiceBusOptionsTests
{
    [Theory]
    [InlineData("mine.servicebus.windows.net", "amqps://mine.servicebus.windows.net:5671/", false)]
    [InlineData("Endpoint=sb://mine.servicebus.windows.net/;SharedAccessKeyName=n;SharedAccessKey=k=", "amqps://mine.servicebus.windows.net:5671/", true)]
    [InlineData("Endpoint=sb://localhost;SharedAccessKeyName=n;SharedAccessKey=k;UseDevelopmentEmulator=true", "amqp://localhost:5672/", true)]
    public void Reads_a_namespace_or_a_connection_string(string value, string endpoint, bool hasKey)
    {
        Assert.True(Read("servicebus", value, out var options, out var error), error);
        Assert.Equal((endpoint, hasKey), (options!.Endpoint.ToString(), options.Key is not null));
    }

    [Theory]
    [InlineData("servicebus", "")]
    [InlineData("servicebus", "mine")]
    [InlineData("servicebus", "https://mine.servicebus.windows.net")]
    [InlineData("servicebus", "Endpoint=sb://mine.test/;SharedAccessKeyName=n")]
    [InlineData("servicebus", "Endpoint=sb://mine.test/;SharedAccessKeyName=n;SharedAccessKey=secret;EntityPath=other")]
    [InlineData("servicebus", "Endpoint=sb://mine.test/;SharedAccessKeyName=n;SharedAccessKey=secret;UseDevelopmentEmulator=true")]
    [InlineData("rabbit", "mine.servicebus.windows.net")]
    public void Says_what_to_set_and_never_the_key(string choice, string value)
    {
        Assert.False(Read(choice, value, out _, out var error));
        Assert.Contains("MAIL_", error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("storage")]
    public void Storage_stays_the_default(string? choice)
    {
        Assert.True(Read(choice, "mine.servicebus.windows.net", out var options, out _));
        Assert.Null(options);
    }

    private static bool Read(string? choice, string value, out ServiceBusOptions? options, out string? error) =>
        ServiceBusOptions.TryRead(name => name == ServiceBusOptions.ChoiceVariable ? choice : value, out options, out error);
}
