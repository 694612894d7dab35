using Mail.Core;

namespace Mail.Processing.Tests;

/// <summary>Models whose pointer is swung, or a snapshot of them read, only after something else has happened.</summary>
internal sealed class InterruptedModels(IModelStore inner) : IModelStore
{
    public Func<Task> BeforeSwing { get; init; } = () => Task.CompletedTask;

    public Func<Task> BeforeRead { get; init; } = () => Task.CompletedTask;

    public ValueTask<ModelPointer?> FindAsync(ModelOwner owner, CancellationToken cancellationToken) => inner.FindAsync(owner, cancellationToken);

    public async ValueTask<bool> TrySwingAsync(ModelOwner owner, ModelPointer pointer, string? read, CancellationToken cancellationToken)
    {
        await BeforeSwing();
        return await inner.TrySwingAsync(owner, pointer, read, cancellationToken);
    }

    public ValueTask PutAsync(ModelOwner owner, string name, ReadOnlyMemory<byte> snapshot, CancellationToken cancellationToken) =>
        inner.PutAsync(owner, name, snapshot, cancellationToken);

    public async ValueTask<byte[]?> ReadAsync(ModelOwner owner, string name, CancellationToken cancellationToken)
    {
        await BeforeRead();
        return await inner.ReadAsync(owner, name, cancellationToken);
    }

    public IAsyncEnumerable<StoredSnapshot> ListAsync(ModelOwner owner, CancellationToken cancellationToken) => inner.ListAsync(owner, cancellationToken);

    public ValueTask RemoveAsync(ModelOwner owner, string name, CancellationToken cancellationToken) => inner.RemoveAsync(owner, name, cancellationToken);

    public IAsyncEnumerable<ModelOwner> ListOwnersAsync(CancellationToken cancellationToken) => inner.ListOwnersAsync(cancellationToken);

    public ValueTask DeleteAsync(ModelOwner owner, CancellationToken cancellationToken) => inner.DeleteAsync(owner, cancellationToken);
}
