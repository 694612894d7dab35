namespace Mail.Azure.Tests;

/// <summary>A network on which the first request that changes something is under way until <see cref="Arrive"/>, whatever its sender thinks of it by then.</summary>
internal sealed class SlowNetwork() : DelegatingHandler(StorageTransport.CreateHandler())
{
    private readonly TaskCompletionSource _underWay = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _arrive = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task UnderWay => _underWay.Task;

    public void Arrive() => _arrive.SetResult();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method == HttpMethod.Get || request.Method == HttpMethod.Head)
        {
            return await base.SendAsync(request, cancellationToken);
        }

        _underWay.TrySetResult();
        await _arrive.Task.WaitAsync(TimeSpan.FromSeconds(30), CancellationToken.None);
        return await base.SendAsync(request, CancellationToken.None);
    }
}
