using Azure.Core;

namespace Mail.Azure;

/// <summary>Access tokens of the process's identity, which needs the roles Azure Service Bus Data Sender and Data Receiver on the queue.</summary>
internal sealed class EntraTokens(TokenCredential credential) : IServiceBusTokens
{
    private static readonly TokenRequestContext Scope = new(["https://servicebus.azure.net/.default"]);

    public async Task<ServiceBusToken> GetAsync(string audience, CancellationToken cancellationToken)
    {
        var token = await credential.GetTokenAsync(Scope, cancellationToken);
        return new ServiceBusToken("jwt", token.Token, token.ExpiresOn);
    }
}
