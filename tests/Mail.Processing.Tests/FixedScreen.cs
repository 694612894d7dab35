using Mail.Core;

namespace Mail.Processing.Tests;

/// <summary>Says of every message what the test has it say.</summary>
internal sealed class FixedScreen : IScreen
{
    public ScreenVerdict Verdict { get; set; } = new("passed: no filter is configured");

    /// <summary>For one mailbox; <c>null</c> for what <see cref="Verdict"/> says.</summary>
    public Func<AccountEntry, MailboxVerdict?> Judge { get; set; } = _ => null;

    public ValueTask<ScreenVerdict> ScreenAsync(SpooledMessage message, CancellationToken cancellationToken) => new(Verdict);

    public ValueTask<MailboxVerdict> JudgeAsync(ScreenVerdict verdict, AccountEntry account, CancellationToken cancellationToken) =>
        new(Judge(account) ?? MailboxVerdict.Of(verdict));
}
