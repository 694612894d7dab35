using Mail.Testing;

namespace Mail.Core.Tests;

public class InMemoryMailboxStoreTests : MailboxStoreContract
{
    protected override IMailboxStore Mailboxes { get; } = new InMemoryMailboxStore();
}
