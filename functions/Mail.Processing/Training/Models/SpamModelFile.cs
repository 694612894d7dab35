using Mail.Core;
using Mail.Spam;

namespace Mail.Processing;

/// <summary>Snapshots between the storage and <see cref="ModelSnapshot"/>.</summary>
internal static class SpamModelFile
{
    /// <exception cref="InvalidDataException">It is gone, or no model.</exception>
    public static async Task<SpamModel> LoadAsync(IModelStore store, ModelOwner owner, string name) =>
        await FindAsync(store, owner, name, CancellationToken.None) ?? throw new InvalidDataException($"snapshot {name} is gone");

    /// <returns><c>null</c> when it is gone.</returns>
    /// <exception cref="InvalidDataException">It is no model.</exception>
    public static async Task<SpamModel?> FindAsync(IModelStore store, ModelOwner owner, string name, CancellationToken cancellationToken) =>
        await store.ReadAsync(owner, name, cancellationToken) is { } bytes ? new SpamModel(owner, name, ModelSnapshot.Load(bytes)) : null;
}
