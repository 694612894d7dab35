using Mail.Core;

namespace Mail.Processing.Tests;

/// <summary>Models that say of each snapshot that it is of one size.</summary>
internal sealed class LargeModels(IModelStore inner, long size) : IModelStore
{
    public ValueTask<ModelPointer?> FindAsync(ModelOwner owner, CancellationToken cancellationToken) => inner.FindAsync(owner, cancellationToken);

    public ValueTask<bool> TrySwingAsync(ModelOwner owner, ModelPointer pointer, string? read, CancellationToken cancellationToken) =>
        inner.TrySwingAsync(owner, pointer, read, cancellationToken);

    public ValueTask PutAsync(ModelOwner owner, string name, ReadOnlyMemory<byte> snapshot, CancellationToken cancellationToken) =>
        inner.PutAsync(owner, name, snapshot, cancellationToken);

    public ValueTask<byte[]?> ReadAsync(ModelOwner owner, string name, CancellationToken cancellationToken) => inner.ReadAsync(owner, name, cancellationToken);

    public IAsyncEnumerable<StoredSnapshot> ListAsync(ModelOwner owner, CancellationToken cancellationToken) =>
        inner.ListAsync(owner, cancellationToken).Select(snapshot => snapshot with { Size = size });

    public ValueTask RemoveAsync(ModelOwner owner, string name, CancellationToken cancellationToken) => inner.RemoveAsync(owner, name, cancellationToken);

    public IAsyncEnumerable<ModelOwner> ListOwnersAsync(CancellationToken cancellationToken) => inner.ListOwnersAsync(cancellationToken);

    public ValueTask DeleteAsync(ModelOwner owner, CancellationToken cancellationToken) => inner.DeleteAsync(owner, cancellationToken);
}
