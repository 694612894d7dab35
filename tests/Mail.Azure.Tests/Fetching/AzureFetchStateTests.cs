using Mail.Core;
using Mail.Testing;

namespace Mail.Azure.Tests;

public class AzureFetchStateTests(AzuriteFixture azurite) : FetchStateContract
{
    protected override IFetchState State { get; } = TestStorage.Open(azurite.NewAccount()).FetchState;
}
