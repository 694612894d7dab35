using Mail.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Core.Tests;

public class InMemoryForwardingBreakerTests : ForwardingBreakerContract
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(50));
    private InMemoryForwardingBreaker? _breaker;

    protected override IForwardingBreaker Breaker => _breaker ??= new InMemoryForwardingBreaker(new InMemorySiteSettings(), _time);

    protected override FakeTimeProvider Time => _time;
}
