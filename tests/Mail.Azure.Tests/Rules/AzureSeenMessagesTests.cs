using Mail.Core;
using Mail.Testing;

namespace Mail.Azure.Tests;

public class AzureSeenMessagesTests(AzuriteFixture azurite) : SeenMessagesContract
{
    private readonly AzureStorage _storage = TestStorage.Open(azurite.NewAccount());

    protected override ISeenMessages Seen => _storage.SeenMessages;
}
