using Mail.Core;
using Mail.Testing;

namespace Mail.Azure.Tests;

public class AzureDmarcSummariesTests(AzuriteFixture azurite) : DmarcSummariesContract
{
    protected override IDmarcSummaries Summaries { get; } = TestStorage.Open(azurite.NewAccount()).DmarcSummaries;
}
