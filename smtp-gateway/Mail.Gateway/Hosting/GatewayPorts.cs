using Mail.Core;

namespace Mail.Gateway;

/// <summary>What a gateway works on: Azure's adapters and the real DNS in the process, those in memory in tests.</summary>
public sealed record GatewayPorts
{
    public required ISpool Spool { get; init; }

    public required IMessageLog Log { get; init; }

    public required IDirectory Directory { get; init; }

    public required IWorkQueues Queues { get; init; }

    public required ISiteSettings Settings { get; init; }

    public required IDnsResolver Dns { get; init; }

    public required IAccessRules AccessRules { get; init; }

    public required IRejectLog Rejects { get; init; }

    public required IGreylist Greylist { get; init; }

    /// <summary>For certificates; <c>null</c> where there is no vault.</summary>
    public ISecrets? Secrets { get; init; }

    public required ICredentialStore Credentials { get; init; }

    public required ISenderGrants SenderGrants { get; init; }
}
