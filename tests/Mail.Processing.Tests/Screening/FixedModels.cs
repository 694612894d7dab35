using Mail.Core;
using Mail.Spam;

namespace Mail.Processing.Tests;

/// <summary>Models that a test trains, with versions that it names; and the settings that go with them.</summary>
internal sealed class FixedModels : ISpamModels, ISpamSettings
{
    private readonly Dictionary<string, SpamModels> _accounts = [];

    public SpamModels Site { get; set; } = SpamModels.None;

    /// <summary>The filter is tuned from time to time; what is clear stays on its side of these.</summary>
    public SpamPolicy Policy { get; set; } = new() { Thresholds = new SpamThresholds(0.4, 0.6) };

    /// <summary>The storage does not answer.</summary>
    public bool IsDown { get; set; }

    /// <summary>Old snapshots are removed.</summary>
    public bool Forgets { get; set; }

    public void Train(string accountId, ITokenCounts counts, string version) => _accounts[accountId] = Site with { Account = counts, AccountVersion = version };

    public ValueTask<SpamModels> GetAsync(string? accountId, CancellationToken cancellationToken) =>
        IsDown ? throw new StorageUnavailableException("down")
        : new(accountId is not null && _accounts.TryGetValue(accountId, out var own) ? Site with { Account = own.Account, AccountVersion = own.AccountVersion } : Site);

    public async ValueTask<SpamModels?> FindAsync(string accountId, string? siteVersion, string? accountVersion, CancellationToken cancellationToken)
    {
        var models = await GetAsync(accountId, cancellationToken);
        return !Forgets && models.SiteVersion == siteVersion && models.AccountVersion == accountVersion ? models : null;
    }

    public ValueTask<SpamPolicy> GetAsync(AccountEntry? account, CancellationToken cancellationToken) => new(Policy);
}
