using Mail.Testing;

namespace Mail.Core.Tests;

public class InMemoryDmarcDaysTests : DmarcDaysContract
{
    protected override IDmarcDays Days { get; } = new InMemoryDmarcDays();
}
