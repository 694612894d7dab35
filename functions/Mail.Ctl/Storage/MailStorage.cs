using Mail.Azure;
using Mail.Core;
using Mail.Processing;
using Mail.Transport;

namespace Mail.Ctl;

/// <summary>The ports of one installation.</summary>
internal sealed record MailStorage(
    IDirectory Directory,
    IDirectoryEditor Editor,
    IMailboxStore Mailboxes,
    ISpool Spool,
    IMessageLog Log,
    IWorkQueues Queues,
    IOutboundQueue Outbound,
    IDestinations Destinations,
    ISiteSettingsEditor Settings,
    ICredentialEditor Credentials,
    ISenderGrantEditor Grants,
    IAccessRulesEditor Access,
    IRejectLog Rejects)
{
    public required ITransportsEditor Transports { get; init; }

    public required IRulesEditor Rules { get; init; }

    public required IStsPolicies StsPolicies { get; init; }

    public required ISuppressionList Suppressions { get; init; }

    public required IForwardingBreaker Forwarding { get; init; }

    public required ITrainingLedger Training { get; init; }

    public required IModelStore Models { get; init; }

    public required IDmarcSummaries DmarcSummaries { get; init; }

    /// <summary>The settings as they are in force.</summary>
    public required ISiteSettings SiteSettings { get; init; }

    public required IDnsResolver Dns { get; init; }

    /// <summary>Asks a host by https as <see cref="PublicWeb"/> does, with its exceptions.</summary>
    public required Func<Uri, CancellationToken, Task<WebAnswer>> FetchAsync { get; init; }

    /// <summary>Sends any request by https as <see cref="PublicWeb"/> does, with its exceptions.</summary>
    public required Func<HttpRequestMessage, CancellationToken, Task<WebAnswer>> SendWebAsync { get; init; }

    public required IRemoteAccountsEditor RemoteAccounts { get; init; }

    public required IFetchState FetchState { get; init; }

    /// <summary>
    /// Opens the passwords of remote accounts with what the environment says about <c>MAIL_KEY</c>; the flag lets it make the key file when there is none yet.
    /// </summary>
    public required Func<Func<string, string?>, bool, CancellationToken, Task<IRemoteSecrets>> OpenRemoteSecrets { get; init; }

    public required ISingletonLocks Locks { get; init; }

    /// <summary>Opens mailboxes elsewhere with the passwords and grants that are given, and what the environment says of networks.</summary>
    public required Func<Func<string, string?>, IRemoteSecrets, IRemoteMailboxes> OpenRemoteMailboxes { get; init; }

    /// <summary>Reads what webhooks are signed with; <c>null</c> when the environment names no <c>MAIL_KEY</c>.</summary>
    public required Func<Func<string, string?>, CancellationToken, Task<WebhookKeys?>> ReadWebhookKeys { get; init; }

    /// <summary>Opens the signing keys with what the environment says about <c>MAIL_KEY</c>; the flag lets it make the key file when there is none yet.</summary>
    public required Func<Func<string, string?>, bool, CancellationToken, Task<IDkimKeyEditor>> OpenDkimKeys { get; init; }

    /// <summary>Everything that is stored, as it is stored.</summary>
    public required Func<StorageContents> OpenContents { get; init; }

    /// <summary>Puts together what collects mail, with what the environment says.</summary>
    public required Func<Func<string, string?>, CancellationToken, Task<FetchFlow>> OpenFetching { get; init; }
}
