using Mail.Testing;

namespace Mail.Core.Tests;

public class InMemoryGreylistTests : GreylistContract
{
    protected override IGreylist Greylist { get; } = new InMemoryGreylist();
}
