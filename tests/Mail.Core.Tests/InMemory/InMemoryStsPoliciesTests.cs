using Mail.Testing;

namespace Mail.Core.Tests;

public class InMemoryStsPoliciesTests : StsPoliciesContract
{
    protected override IStsPolicies Policies { get; } = new InMemoryStsPolicies();
}
