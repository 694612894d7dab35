using Mail.Core;

namespace Mail.Processing;

/// <summary>Decides whether a message is wanted, once for all its recipients. Never bounces: what is unwanted is filed or discarded.</summary>
public interface IScreen
{
    ValueTask<ScreenVerdict> ScreenAsync(SpooledMessage message, CancellationToken cancellationToken);
}

/// <param name="Reason">For the decision record, in words.</param>
public sealed record ScreenVerdict(string Reason)
{
    /// <summary>
    /// Whether it may be sent on to addresses elsewhere. Not what is spam, or may be: the server there would hold it against us, and soon refuse our own
    /// mail. It goes to the mailboxes here all the same.
    /// </summary>
    public bool MayBeForwarded { get; init; } = true;
}

/// <summary>The screen of an installation that has no filter: everything passes, and the decision record says so.</summary>
public sealed class OpenScreen : IScreen
{
    private static readonly ScreenVerdict Passed = new("passed: no filter is configured");

    public ValueTask<ScreenVerdict> ScreenAsync(SpooledMessage message, CancellationToken cancellationToken) => new(Passed);
}
