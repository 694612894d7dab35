using Mail.Core;
using Mail.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Azure.Tests;

public class AzureForwardingBreakerTests(AzuriteFixture azurite) : ForwardingBreakerContract
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private AzureStorage? _storage;

    protected override IForwardingBreaker Breaker => (_storage ??= new AzureStorage(TestStorage.Options(azurite.NewAccount()), _time)).Forwarding;

    protected override FakeTimeProvider Time => _time;
}
