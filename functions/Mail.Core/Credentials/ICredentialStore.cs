namespace Mail.Core;

/// <summary>
/// Looks up the app passwords of accounts. Answers may be up to ten seconds old. Every member throws <see cref="StorageUnavailableException"/> when
/// the storage cannot be reached.
/// </summary>
public interface ICredentialStore
{
    /// <summary>Those that can be used; a row that cannot be understood is reported and left out.</summary>
    ValueTask<IReadOnlyList<AppPassword>> FindAsync(string accountId, CancellationToken cancellationToken);

    /// <summary>Remembers when a password was used. Nothing happens when it is gone.</summary>
    ValueTask NoteUseAsync(string accountId, string name, DateTimeOffset usedAt, CancellationToken cancellationToken);
}
