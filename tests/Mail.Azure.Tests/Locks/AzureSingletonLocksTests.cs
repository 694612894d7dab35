using Mail.Core;
using Mail.Testing;

namespace Mail.Azure.Tests;

public class AzureSingletonLocksTests(AzuriteFixture azurite) : SingletonLocksContract
{
    protected override ISingletonLocks Locks { get; } = TestStorage.Open(azurite.NewAccount()).Locks;
}
