using Mail.Testing;

namespace Mail.Core.Tests;

public class InMemorySeenMessagesTests : SeenMessagesContract
{
    private readonly InMemorySeenMessages _memory = new();

    protected override ISeenMessages Seen => _memory;
}
