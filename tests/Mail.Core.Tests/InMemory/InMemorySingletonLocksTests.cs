using Mail.Testing;

namespace Mail.Core.Tests;

public class InMemorySingletonLocksTests : SingletonLocksContract
{
    protected override ISingletonLocks Locks { get; } = new InMemorySingletonLocks();
}
