using Mail.Core;

namespace Mail.Processing;

/// <summary>The models by which messages are classified. Kept in memory and at most ten seconds old: asking costs no storage operation most of the time.</summary>
public interface ISpamModels
{
    /// <param name="accountId"><c>null</c>: only the site's.</param>
    /// <exception cref="StorageUnavailableException">There is no model in memory, and the storage cannot be asked.</exception>
    ValueTask<SpamModels> GetAsync(string? accountId, CancellationToken cancellationToken);

    /// <summary>The very models that an earlier decision was made by; <c>null</c> when one of them is gone.</summary>
    /// <param name="accountId">Whose own model <paramref name="accountVersion"/> is.</param>
    /// <param name="siteVersion">As in <see cref="SpamModels.SiteVersion"/>.</param>
    /// <param name="accountVersion">As in <see cref="SpamModels.AccountVersion"/>.</param>
    ValueTask<SpamModels?> FindAsync(string accountId, string? siteVersion, string? accountVersion, CancellationToken cancellationToken);
}
