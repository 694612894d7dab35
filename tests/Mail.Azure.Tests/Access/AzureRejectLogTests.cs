using Mail.Core;
using Mail.Testing;

namespace Mail.Azure.Tests;

public class AzureRejectLogTests(AzuriteFixture azurite) : RejectLogContract
{
    protected override IRejectLog Log { get; } = TestStorage.Open(azurite.NewAccount()).Rejects;
}
