using Mail.Testing;

namespace Mail.Core.Tests;

public class InMemoryRejectLogTests : RejectLogContract
{
    protected override IRejectLog Log { get; } = new InMemoryRejectLog();
}
