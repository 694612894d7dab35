using Mail.Core;
using Mail.Testing;

namespace Mail.Azure.Tests;

public class AzureStsPoliciesTests(AzuriteFixture azurite) : StsPoliciesContract
{
    protected override IStsPolicies Policies { get; } = TestStorage.Open(azurite.NewAccount()).StsPolicies;
}
