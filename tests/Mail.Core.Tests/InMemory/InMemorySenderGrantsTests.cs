using Mail.Testing;

namespace Mail.Core.Tests;

public class InMemorySenderGrantsTests : SenderGrantsContract
{
    private readonly InMemorySenderGrants _grants = new();

    protected override ISenderGrants Grants => _grants;

    protected override ISenderGrantEditor Editor => _grants;
}
