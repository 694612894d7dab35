namespace Mail.Gateway.Tests;

/// <summary>One <see cref="SubmissionBench"/> for all tests of a class, whose cases leave nothing behind that the next would notice.</summary>
public sealed class SharedSubmission : IAsyncLifetime
{
    internal SubmissionBench Bench { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Bench = await SubmissionBench.StartAsync();

    public ValueTask DisposeAsync() => Bench.DisposeAsync();
}
