using Mail.Core;
using Mail.Spam;

namespace Mail.Processing;

/// <summary>Snapshots between the storage and <see cref="ModelSnapshot"/>.</summary>
internal static class SpamModelFile
{
    public static async Task<bool> IsThereAsync(IModelStore store, ModelOwner owner, string name, CancellationToken cancellationToken) =>
        await store.ListAsync(owner, cancellationToken).AnyAsync(snapshot => snapshot.Name == name, cancellationToken);

    /// <returns><c>null</c> when it is gone.</returns>
    /// <exception cref="InvalidDataException">It is no model.</exception>
    public static async Task<SpamModel?> FindAsync(IModelStore store, ModelOwner owner, string name, CancellationToken cancellationToken) =>
        await store.ReadAsync(owner, name, cancellationToken) is { } bytes ? new SpamModel(owner, name, ModelSnapshot.Load(bytes)) : null;
}
