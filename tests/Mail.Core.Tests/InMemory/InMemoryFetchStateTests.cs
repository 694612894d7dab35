using Mail.Testing;

namespace Mail.Core.Tests;

public class InMemoryFetchStateTests : FetchStateContract
{
    protected override IFetchState State { get; } = new InMemoryStorage().FetchState;
}
