namespace Mail.Processing.Tests;

/// <summary>Ends the run when it reaches a stage.</summary>
internal sealed class DeathAt(OutboundStage stage) : IOutboundWatch
{
    public ValueTask ReachedAsync(OutboundStage reached) => reached == stage ? throw new DiedException() : ValueTask.CompletedTask;

    public sealed class DiedException : Exception;
}
