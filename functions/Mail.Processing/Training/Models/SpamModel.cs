using Mail.Core;
using Mail.Spam;

namespace Mail.Processing;

/// <summary>A model as it was at one time.</summary>
/// <param name="Version">The snapshot's name, by which it is found again while it is kept; empty for that of somebody who has trained nothing.</param>
internal sealed record SpamModel(ModelOwner Owner, string Version, ModelSnapshot Counts)
{
    public bool IsUntrained => Counts is { HamMessages: 0, SpamMessages: 0 };

    public static SpamModel Untrained(ModelOwner owner) => new(owner, "", ModelSnapshot.Empty);
}
