namespace Mail.Benchmarks;

/// <summary>In this process, storage in memory.</summary>
internal sealed class MemoryTarget : ILoadTarget
{
    private readonly InMemorySending _sending = new();

    public Task AddTransportAsync(Core.Transport transport)
    {
        _sending.Transports.ByDomain[transport.Pattern] = transport;
        return Task.CompletedTask;
    }

    public async Task FillAsync(IEnumerable<(string Recipient, byte[] Content)> messages)
    {
        foreach (var (recipient, content) in messages)
        {
            await _sending.Queue.AddAsync(recipient, content);
        }
    }

    public Task SendAsync(Func<int> arrived, int count) => _sending.RunAsync(() => arrived() >= count);

    public ValueTask DisposeAsync() => _sending.DisposeAsync();
}
