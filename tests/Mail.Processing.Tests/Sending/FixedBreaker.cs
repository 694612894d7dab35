using Mail.Core;

namespace Mail.Processing.Tests;

/// <summary>Forwarding waits until the time that a test sets, everywhere.</summary>
internal sealed class FixedBreaker : IForwardingBreaker
{
    public DateTimeOffset? Until { get; set; }

    public ValueTask<DateTimeOffset?> WaitsUntilAsync(string domain, CancellationToken cancellationToken) => ValueTask.FromResult(Until);

    public ValueTask CountAsync(string domain, int sent, int refused, string reply, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public IAsyncEnumerable<ForwardingState> ListAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
}
