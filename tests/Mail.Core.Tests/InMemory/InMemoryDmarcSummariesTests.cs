using Mail.Testing;

namespace Mail.Core.Tests;

public class InMemoryDmarcSummariesTests : DmarcSummariesContract
{
    protected override IDmarcSummaries Summaries { get; } = new InMemoryDmarcSummaries();
}
