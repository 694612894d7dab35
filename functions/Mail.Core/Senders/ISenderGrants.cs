namespace Mail.Core;

/// <summary>Looks up grants. Answers may be up to ten seconds old.</summary>
public interface ISenderGrants
{
    /// <summary>Those in force; a row that cannot be understood is reported and left out.</summary>
    /// <exception cref="StorageUnavailableException">The storage cannot be reached.</exception>
    ValueTask<IReadOnlyList<SenderGrant>> FindAsync(string accountId, CancellationToken cancellationToken);
}
