using Mail.Testing;

namespace Mail.Core.Tests;

public class InMemorySpoolTests : SpoolContract
{
    private readonly InMemorySpool _spool = new();

    protected override ISpool Spool => _spool;

    protected override ValueTask DropAsync(string name, byte[] content)
    {
        _spool.Drop(name, content);
        return ValueTask.CompletedTask;
    }
}

public class InMemoryWorkQueueTests : WorkQueueContract
{
    protected override IWorkQueues Queues { get; } = new InMemoryWorkQueues();
}

public class InMemoryDirectoryTests : DirectoryContract
{
    private readonly InMemoryDirectory _directory = new();

    protected override IDirectory Directory => _directory;

    protected override IDirectoryEditor Editor => _directory;
}

public class InMemoryMailboxStoreTests : MailboxStoreContract
{
    protected override IMailboxStore Mailboxes { get; } = new InMemoryMailboxStore();
}

public class InMemoryMessageLogTests : MessageLogContract
{
    protected override IMessageLog Log { get; } = new InMemoryMessageLog();
}

public class InMemoryOutboundQueueTests : OutboundQueueContract
{
    private readonly InMemoryStorage _storage = new();

    protected override IOutboundQueue Outbound => _storage.Outbound;

    protected override IWorkQueues Queues => _storage.Queues;
}

public class InMemorySingletonLocksTests : SingletonLocksContract
{
    protected override ISingletonLocks Locks { get; } = new InMemorySingletonLocks();
}
