using Mail.Testing;

namespace Mail.Core.Tests;

public class InMemoryDirectoryTests : DirectoryContract
{
    private readonly InMemoryDirectory _directory = new();

    protected override IDirectory Directory => _directory;

    protected override IDirectoryEditor Editor => _directory;
}
