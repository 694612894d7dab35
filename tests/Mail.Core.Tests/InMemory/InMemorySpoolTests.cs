using Mail.Testing;

namespace Mail.Core.Tests;

public class InMemorySpoolTests : SpoolContract
{
    private readonly InMemorySpool _spool = new();

    protected override ISpool Spool => _spool;

    protected override ValueTask DropAsync(string name, byte[] content)
    {
        _spool.Drop(name, content);
        return ValueTask.CompletedTask;
    }
}
