using Mail.Core;

namespace Mail.Ctl;

/// <summary>The ports of one installation. Each is made when a verb first asks for it: most verbs need one or two.</summary>
internal sealed class MailStorage(
    Func<IDirectory> directory,
    Func<IDirectoryEditor> editor,
    Func<IMailboxStore> mailboxes,
    Func<ISpool> spool,
    Func<IMessageLog> log,
    Func<IWorkQueues> queues,
    Func<IOutboundQueue> outbound)
{
    private readonly Lazy<IDirectory> _directory = new(directory);
    private readonly Lazy<IDirectoryEditor> _editor = new(editor);
    private readonly Lazy<IMailboxStore> _mailboxes = new(mailboxes);
    private readonly Lazy<ISpool> _spool = new(spool);
    private readonly Lazy<IMessageLog> _log = new(log);
    private readonly Lazy<IWorkQueues> _queues = new(queues);
    private readonly Lazy<IOutboundQueue> _outbound = new(outbound);

    public IDirectory Directory => _directory.Value;

    public IDirectoryEditor Editor => _editor.Value;

    public IMailboxStore Mailboxes => _mailboxes.Value;

    public ISpool Spool => _spool.Value;

    public IMessageLog Log => _log.Value;

    public IWorkQueues Queues => _queues.Value;

    public IOutboundQueue Outbound => _outbound.Value;
}
