using Mail.Core;
using Mail.Spam;

namespace Mail.Processing;

/// <summary>Account before domain before site before what the filter was tuned to. Nothing is asked of the storage that the directory's caches do not hold.</summary>
public sealed class SpamSettings(ISiteSettings settings, IDirectory directory) : ISpamSettings
{
    public async ValueTask<SpamPolicy> GetAsync(AccountEntry? account, CancellationToken cancellationToken)
    {
        var site = (await settings.GetAsync(cancellationToken)).Spam;
        if (account is null)
        {
            return Read(site);
        }

        var domain = await directory.FindDomainAsync(account.Address.Domain, cancellationToken);
        return Read(account.Spam.Or(domain?.Spam ?? SpamPreferences.None).Or(site));
    }

    private static SpamPolicy Read(SpamPreferences preferences)
    {
        var spam = preferences.SpamFrom ?? SpamThresholds.Default.Spam;
        return new SpamPolicy
        {
            // Each may come from somebody else: when they cross, what is spam is not unsure.
            Thresholds = new SpamThresholds(Math.Min(preferences.UnsureFrom ?? SpamThresholds.Default.Unsure, spam), spam),
            ReviewFolder = preferences.ReviewFolder ?? SpamPolicy.Default.ReviewFolder,
            Digest = preferences.Digest == true,
        };
    }
}
