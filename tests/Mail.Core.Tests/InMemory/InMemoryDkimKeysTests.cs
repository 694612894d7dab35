using Mail.Testing;

namespace Mail.Core.Tests;

public class InMemoryDkimKeysTests : DkimKeysContract
{
    private readonly InMemoryDkimKeys _keys = new();

    protected override IDkimKeys Keys => _keys;

    protected override IDkimKeyEditor Editor => _keys;
}
