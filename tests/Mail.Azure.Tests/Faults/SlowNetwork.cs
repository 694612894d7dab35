using Mail.Testing;

namespace Mail.Azure.Tests;

/// <summary>A network on which some requests are under way until <see cref="Arrive"/>, whatever their sender thinks of it by then.</summary>
internal sealed class SlowNetwork(Func<HttpRequestMessage, bool> isSlow) : DelegatingHandler(StorageTransport.CreateHandler())
{
    private readonly TaskCompletionSource _underWay = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _arrive = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when there is a slow request.</summary>
    public Task UnderWay => _underWay.Task;

    public void Arrive() => _arrive.SetResult();

    public AzureStorage Open(AzuriteAccount account)
    {
        var options = TestStorage.Options(account);
        return new AzureStorage(StorageConnection.Open(options, this), options);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!isSlow(request))
        {
            return await base.SendAsync(request, cancellationToken);
        }

        _underWay.TrySetResult();
        await _arrive.Task.WaitAsync(TimeSpan.FromSeconds(30), CancellationToken.None);
        return await base.SendAsync(request, CancellationToken.None);
    }
}
