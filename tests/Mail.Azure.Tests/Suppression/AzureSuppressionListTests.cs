using Mail.Core;
using Mail.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Azure.Tests;

public class AzureSuppressionListTests(AzuriteFixture azurite) : SuppressionListContract
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private AzureStorage? _storage;

    protected override ISuppressionList List => (_storage ??= new AzureStorage(TestStorage.Options(azurite.NewAccount()), _time)).Suppressions;

    protected override TimeProvider Time => _time;
}
