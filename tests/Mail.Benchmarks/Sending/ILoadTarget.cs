namespace Mail.Benchmarks;

/// <summary>A system that sends.</summary>
internal interface ILoadTarget : IAsyncDisposable
{
    Task AddTransportAsync(Core.Transport transport);

    /// <summary>Queues messages, and sends none.</summary>
    Task FillAsync(IEnumerable<(string Recipient, byte[] Content)> messages);

    /// <summary>Sends until <paramref name="arrived"/> gives <paramref name="count"/>.</summary>
    Task SendAsync(Func<int> arrived, int count);
}
