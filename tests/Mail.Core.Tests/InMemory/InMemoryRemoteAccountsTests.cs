using Mail.Testing;

namespace Mail.Core.Tests;

public class InMemoryRemoteAccountsTests : RemoteAccountsContract
{
    protected override IRemoteAccountsEditor Accounts { get; } = new InMemoryStorage().RemoteAccounts;
}
