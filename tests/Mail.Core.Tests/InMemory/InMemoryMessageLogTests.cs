using Mail.Testing;

namespace Mail.Core.Tests;

public class InMemoryMessageLogTests : MessageLogContract
{
    protected override IMessageLog Log { get; } = new InMemoryMessageLog();
}
