using Mail.Core;

namespace Mail.Testing;

/// <summary>Collects one message; see <see cref="InMemorySpool"/>.</summary>
internal sealed class InMemorySpoolWriter(InMemorySpool spool, Envelope envelope) : ISpoolWriter
{
    private readonly MemoryStream _content = new();
    private bool _ended;

    public bool Held { get; set; }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        ThrowIfEnded();
        await spool.Faults.RunAsync(
            () =>
            {
                _content.Write(bytes.Span);
                return true;
            },
            cancellationToken);
    }

    public ValueTask CommitAsync(CancellationToken cancellationToken)
    {
        ThrowIfEnded();
        _ended = true;
        return spool.CommitAsync(envelope, _content.ToArray(), Held, cancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        _ended = true;
        _content.Dispose();
        return ValueTask.CompletedTask;
    }

    private void ThrowIfEnded()
    {
        if (_ended)
        {
            throw new InvalidOperationException("The message has been committed or aborted already.");
        }
    }
}
