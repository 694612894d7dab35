using Mail.Core;

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
    IRejectLog Rejects);
