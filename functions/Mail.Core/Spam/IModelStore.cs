namespace Mail.Core;

/// <summary>
/// The models: immutable snapshots, and per owner a pointer to the one in force. What a snapshot holds is <c>Mail.Spam</c>'s affair.
/// Every member throws <see cref="StorageUnavailableException"/> when the storage cannot be reached.
/// </summary>
public interface IModelStore
{
    /// <summary>256 MiB: twenty million features. A larger one was not written by us.</summary>
    const long MaxSnapshot = 256L * 1024 * 1024;

    /// <summary><c>null</c> when the owner has no model.</summary>
    ValueTask<ModelPointer?> FindAsync(ModelOwner owner, CancellationToken cancellationToken);

    /// <summary>Puts a pointer in force, if the one that was read still is.</summary>
    /// <param name="read">The <see cref="ModelPointer.Version"/> of that one; <c>null</c> when there was none.</param>
    /// <returns>False when somebody else was faster. After a lost answer nobody knows: read again.</returns>
    ValueTask<bool> TrySwingAsync(ModelOwner owner, ModelPointer pointer, string? read, CancellationToken cancellationToken);

    /// <summary>Writes a snapshot; one of that name that is there already is this one.</summary>
    /// <param name="name">a-z, 0-9 and -, at most 100.</param>
    ValueTask PutAsync(ModelOwner owner, string name, ReadOnlyMemory<byte> snapshot, CancellationToken cancellationToken);

    /// <summary><c>null</c> when it is gone, or that is no name of one.</summary>
    /// <exception cref="InvalidDataException">It is larger than <see cref="MaxSnapshot"/>.</exception>
    ValueTask<byte[]?> ReadAsync(ModelOwner owner, string name, CancellationToken cancellationToken);

    IAsyncEnumerable<StoredSnapshot> ListAsync(ModelOwner owner, CancellationToken cancellationToken);

    /// <summary>One that is gone is no error.</summary>
    ValueTask RemoveAsync(ModelOwner owner, string name, CancellationToken cancellationToken);

    /// <summary>Everybody who has a model.</summary>
    IAsyncEnumerable<ModelOwner> ListOwnersAsync(CancellationToken cancellationToken);

    /// <summary>Removes the owner's pointer and snapshots: the account is gone.</summary>
    ValueTask DeleteAsync(ModelOwner owner, CancellationToken cancellationToken);
}
