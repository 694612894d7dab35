using Mail.Core;

namespace Mail.Processing;

/// <summary>What account, domain and site want done by the score of a message. In force within ten seconds.</summary>
public interface ISpamSettings
{
    /// <param name="account"><c>null</c>: what holds for the site.</param>
    /// <exception cref="StorageUnavailableException">Nothing is known.</exception>
    ValueTask<SpamPolicy> GetAsync(AccountEntry? account, CancellationToken cancellationToken);
}
