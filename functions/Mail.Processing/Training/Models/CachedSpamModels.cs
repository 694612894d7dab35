using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Processing;

/// <summary>The models of this process: the site's always, those of accounts while they are used and fit.</summary>
public sealed class CachedSpamModels(IModelStore store, TimeProvider time, ILogger<CachedSpamModels> logger) : ISpamModels
{
    /// <summary>Accounts whose models are known, most of them empty: about 200 octets each.</summary>
    private const int MaxAccounts = 10_000;

    /// <summary>
    /// Octets that models of accounts may take together. One who trained 1,000 messages has about 200,000 features, 4 MB: so those of 60 busy accounts, beside
    /// the site's 20 MB at a million features, in a function of 512 MB.
    /// </summary>
    private const long MaxSize = 256L * 1024 * 1024;

    private readonly CachedModel _site = new(ModelOwner.Site, store, time, logger);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<(string AccountId, CachedModel Model)>> _accounts = new(StringComparer.Ordinal);
    private readonly LinkedList<(string AccountId, CachedModel Model)> _byUse = [];

    public async ValueTask<SpamModels> GetAsync(string? accountId, CancellationToken cancellationToken)
    {
        var site = await _site.GetAsync(cancellationToken);
        return Together(site, accountId is null ? null : await Of(accountId).GetAsync(cancellationToken));
    }

    public async ValueTask<SpamModels?> FindAsync(string accountId, string? siteVersion, string? accountVersion, CancellationToken cancellationToken) =>
        await OpenAsync(ModelOwner.Site, siteVersion, cancellationToken) is { } site
        && await OpenAsync(ModelOwner.Account(accountId), accountVersion, cancellationToken) is { } account
            ? Together(site, account)
            : null;

    private static SpamModels Together(SpamModel site, SpamModel? account) => new(
        site.Counts, NameOf(site), account is null or { Version: "" } ? null : account.Counts, account is null ? null : NameOf(account));

    private static string? NameOf(SpamModel model) => model.Version.Length == 0 ? null : model.Version;

    private async ValueTask<SpamModel?> OpenAsync(ModelOwner owner, string? version, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(version))
        {
            return SpamModel.Untrained(owner);
        }

        try
        {
            return await SpamModelFile.FindAsync(store, owner, version, cancellationToken);
        }
        catch (InvalidDataException e)
        {
            TrainingLog.ModelBroken(logger, owner, version, e.Message);
            return null;
        }
    }

    private CachedModel Of(string accountId)
    {
        lock (_gate)
        {
            if (_accounts.TryGetValue(accountId, out var node))
            {
                _byUse.Remove(node);
                _byUse.AddFirst(node);
                return node.Value.Model;
            }

            MakeRoom();
            var model = new CachedModel(ModelOwner.Account(accountId), store, time, logger);
            _accounts[accountId] = _byUse.AddFirst((accountId, model));
            return model;
        }
    }

    /// <summary>Those not used for longest go. A walk over the list only when a new account comes: rarely, and no longer than a load from the storage.</summary>
    private void MakeRoom()
    {
        var size = _byUse.Sum(entry => entry.Model.Size);
        while (_byUse.Last is { } last && (_accounts.Count >= MaxAccounts || size > MaxSize))
        {
            size -= last.Value.Model.Size;
            _accounts.Remove(last.Value.AccountId);
            _byUse.RemoveLast();
        }
    }
}
