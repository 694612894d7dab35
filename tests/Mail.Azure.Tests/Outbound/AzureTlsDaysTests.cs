using Mail.Core;
using Mail.Testing;

namespace Mail.Azure.Tests;

public class AzureTlsDaysTests(AzuriteFixture azurite) : TlsDaysContract
{
    protected override ITlsDays Days { get; } = TestStorage.Open(azurite.NewAccount()).TlsDays;
}
