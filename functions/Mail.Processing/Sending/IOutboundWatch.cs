namespace Mail.Processing;

/// <summary>Is told of each step of an attempt. For tests of what a death at that point leads to; in operation nobody watches: <see cref="NoOutboundWatch"/>.</summary>
public interface IOutboundWatch
{
    ValueTask ReachedAsync(OutboundStage stage);
}

/// <summary>Does nothing.</summary>
public sealed class NoOutboundWatch : IOutboundWatch
{
    public ValueTask ReachedAsync(OutboundStage stage) => ValueTask.CompletedTask;
}
