using Mail.Testing;

namespace Mail.Core.Tests;

public class InMemoryTlsDaysTests : TlsDaysContract
{
    protected override ITlsDays Days { get; } = new InMemoryTlsDays();
}
