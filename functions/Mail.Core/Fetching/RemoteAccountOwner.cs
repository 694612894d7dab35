namespace Mail.Core;

/// <summary>Whose state it is that is kept under an id: a row that was copied has the id of another.</summary>
public static class RemoteAccountOwner
{
    /// <summary>
    /// The other account that has the same id, and was there first; <c>null</c> when there is none. Two that share an id would each take what the other has fetched
    /// for its own, and lose mail.
    /// </summary>
    /// <param name="health">Of that id.</param>
    /// <exception cref="StorageUnavailableException"/>
    public static async ValueTask<RemoteAccountKey?> FindOtherAsync(
        IRemoteAccounts accounts, RemoteAccount account, FetchHealth health, CancellationToken cancellationToken) =>
        health.Owner is { } name
        && RemoteAccountKey.TryParse(name, out var owner)
        && !owner.Equals(account.Key)
        // A row that was renamed by hand leaves none behind.
        && await accounts.FindAsync(owner, cancellationToken) is { } other
        && other.Id == account.Id
            ? owner
            : null;

    /// <summary>For whoever looks at the second one.</summary>
    public static string ProblemOf(RemoteAccountKey other) =>
        $"its column Id is that of {other}, under which is remembered what was fetched: remove it with mailctl fetch remove, and add it with mailctl fetch add";
}
