namespace Mail.Core;

/// <summary>
/// Looks up who lives here. Answers may be up to ten seconds old. Domains are A-labels in lower case; local-parts are matched ignoring case.
/// Every member throws <see cref="StorageUnavailableException"/> when the storage cannot be reached: never "unknown" instead. The same for a
/// row that is there but cannot be used (<see cref="DirectoryProblem"/>): it is reported, and mail that depends on it waits for its repair
/// instead of being refused for good. All other mail goes on.
/// </summary>
public interface IDirectory
{
    ValueTask<DomainEntry?> FindDomainAsync(string domain, CancellationToken cancellationToken);

    ValueTask<AccountEntry?> FindAccountAsync(string domain, string localPart, CancellationToken cancellationToken);

    /// <param name="localPart">May be <see cref="AliasEntry.CatchAll"/>.</param>
    ValueTask<AliasEntry?> FindAliasAsync(string domain, string localPart, CancellationToken cancellationToken);
}

/// <summary>Changes the directory and reads it without a cache: for the operator's tools. Every "add" refuses to overwrite.</summary>
public interface IDirectoryEditor
{
    /// <summary>False when the domain exists already.</summary>
    ValueTask<bool> AddDomainAsync(DomainEntry domain, CancellationToken cancellationToken);

    /// <summary>Replaces the entry of the same name. False when there is none.</summary>
    ValueTask<bool> UpdateDomainAsync(DomainEntry domain, CancellationToken cancellationToken);

    ValueTask<bool> RemoveDomainAsync(string domain, CancellationToken cancellationToken);

    IAsyncEnumerable<DomainEntry> ListDomainsAsync(CancellationToken cancellationToken);

    ValueTask<bool> AddAccountAsync(AccountEntry account, CancellationToken cancellationToken);

    ValueTask<bool> UpdateAccountAsync(AccountEntry account, CancellationToken cancellationToken);

    ValueTask<bool> RemoveAccountAsync(MailAddress address, CancellationToken cancellationToken);

    /// <param name="domain"><c>null</c> for all domains.</param>
    IAsyncEnumerable<AccountEntry> ListAccountsAsync(string? domain, CancellationToken cancellationToken);

    ValueTask<bool> AddAliasAsync(AliasEntry alias, CancellationToken cancellationToken);

    ValueTask<bool> UpdateAliasAsync(AliasEntry alias, CancellationToken cancellationToken);

    ValueTask<bool> RemoveAliasAsync(string domain, string localPart, CancellationToken cancellationToken);

    /// <param name="domain"><c>null</c> for all domains.</param>
    IAsyncEnumerable<AliasEntry> ListAliasesAsync(string? domain, CancellationToken cancellationToken);

    /// <summary>Walks every row, writes or clears its <c>Problem</c> column, and lists the rows that have one.</summary>
    IAsyncEnumerable<DirectoryProblem> CheckAsync(CancellationToken cancellationToken);
}

/// <summary>A row of a directory table that could not be understood, in whole or in part, and is skipped or used without that part.</summary>
/// <param name="Table">For example <c>Aliases</c>.</param>
/// <param name="Row">The partition and row key as an operator sees them in the table.</param>
/// <param name="Problem">What is wrong and what was expected, in plain words.</param>
public sealed record DirectoryProblem(string Table, string Row, string Problem);
