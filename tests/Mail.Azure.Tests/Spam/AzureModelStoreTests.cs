using Mail.Core;
using Mail.Testing;

namespace Mail.Azure.Tests;

public class AzureModelStoreTests(AzuriteFixture azurite) : ModelStoreContract
{
    protected override IModelStore Models { get; } = TestStorage.Open(azurite.NewAccount()).Models;
}
