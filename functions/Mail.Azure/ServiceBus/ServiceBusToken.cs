namespace Mail.Azure;

/// <summary>What opens a queue of Service Bus, for a while.</summary>
/// <param name="Type"><c>jwt</c> or <c>servicebus.windows.net:sastoken</c>.</param>
internal sealed record ServiceBusToken(string Type, string Value, DateTimeOffset ExpiresAt);

/// <summary>Makes tokens, or fetches them.</summary>
internal interface IServiceBusTokens
{
    /// <param name="audience">What it is for: <c>amqps://host/queue</c>.</param>
    /// <exception cref="Exception">Whatever the identity's library throws.</exception>
    Task<ServiceBusToken> GetAsync(string audience, CancellationToken cancellationToken);
}
