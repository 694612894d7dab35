using Mail.Core;
using Mail.Testing;

namespace Mail.Azure.Tests;

public class AzureDmarcDaysTests(AzuriteFixture azurite) : DmarcDaysContract
{
    protected override IDmarcDays Days { get; } = TestStorage.Open(azurite.NewAccount()).DmarcDays;
}
