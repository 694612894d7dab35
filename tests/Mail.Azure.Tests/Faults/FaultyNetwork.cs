namespace Mail.Azure.Tests;

/// <summary>A network that loses one request, or the reply to it.</summary>
internal sealed class FaultyNetwork : DelegatingHandler
{
    private readonly int _failAt;
    private readonly bool _appliedFirst;
    private int _requests;

    /// <param name="failAt">Which request, counted from 1.</param>
    /// <param name="appliedFirst">It arrives and takes effect, and only its reply is lost.</param>
    public FaultyNetwork(int failAt, bool appliedFirst)
        : base(StorageTransport.CreateHandler())
    {
        _failAt = failAt;
        _appliedFirst = appliedFirst;
    }

    public bool HasFailed => Volatile.Read(ref _requests) >= _failAt;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _requests) != _failAt)
        {
            return await base.SendAsync(request, cancellationToken);
        }

        if (_appliedFirst)
        {
            using var lost = await base.SendAsync(request, cancellationToken);
            throw new HttpRequestException("The connection was closed before the reply came.");
        }

        throw new HttpRequestException("The connection was closed before the request was sent.");
    }
}
