using Mail.Testing;

namespace Mail.Core.Tests;

public class InMemoryModelStoreTests : ModelStoreContract
{
    protected override IModelStore Models { get; } = new InMemoryModelStore(TimeProvider.System);
}
