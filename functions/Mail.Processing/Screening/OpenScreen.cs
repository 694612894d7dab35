using Mail.Core;

namespace Mail.Processing;

/// <summary>The screen of an installation that has no filter: everything passes, and the decision record says so.</summary>
public sealed class OpenScreen : IScreen
{
    private static readonly ScreenVerdict Passed = new("passed: no filter is configured");

    public ValueTask<ScreenVerdict> ScreenAsync(SpooledMessage message, CancellationToken cancellationToken) => new(Passed);

    public ValueTask<MailboxVerdict> JudgeAsync(ScreenVerdict verdict, AccountEntry account, CancellationToken cancellationToken) =>
        new(MailboxVerdict.Of(verdict));
}
