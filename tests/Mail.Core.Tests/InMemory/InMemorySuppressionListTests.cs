using Mail.Testing;

namespace Mail.Core.Tests;

public class InMemorySuppressionListTests : SuppressionListContract
{
    private readonly InMemorySuppressionList _list = new(TimeProvider.System);

    protected override ISuppressionList List => _list;

    protected override TimeProvider Time => TimeProvider.System;
}
