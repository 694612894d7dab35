using Mail.Spam;

namespace Mail.Processing;

/// <summary>What a message is classified by.</summary>
/// <param name="Site">Empty when nothing was trained.</param>
/// <param name="SiteVersion">Names exactly this model, and finds it again; <c>null</c> when nothing was trained.</param>
/// <param name="Account">Its owner's; <c>null</c> when he has trained nothing, or nobody was asked about.</param>
/// <param name="AccountVersion">As <paramref name="SiteVersion"/>.</param>
public sealed record SpamModels(ITokenCounts Site, string? SiteVersion, ITokenCounts? Account, string? AccountVersion)
{
    public static SpamModels None { get; } = new(ModelSnapshot.Empty, null, null, null);
}
