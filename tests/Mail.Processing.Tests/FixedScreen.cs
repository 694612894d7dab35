using Mail.Core;

namespace Mail.Processing.Tests;

/// <summary>Says of every message what the test has it say.</summary>
internal sealed class FixedScreen : IScreen
{
    public ScreenVerdict Verdict { get; set; } = new("passed: no filter is configured");

    /// <summary>For one mailbox; <c>null</c> for what <see cref="Verdict"/> says.</summary>
    public Func<AccountEntry, MailboxVerdict?> Judge { get; set; } = _ => null;

    /// <summary>What happens, once, while a scanner takes its time.</summary>
    public Func<Task>? Meanwhile { get; set; }

    public async ValueTask<ScreenVerdict> ScreenAsync(SpooledMessage message, CancellationToken cancellationToken)
    {
        if (Meanwhile is { } meanwhile)
        {
            Meanwhile = null;
            await meanwhile();
        }

        return Verdict;
    }

    public ValueTask<MailboxVerdict> JudgeAsync(ScreenVerdict verdict, AccountEntry account, CancellationToken cancellationToken) =>
        new(Judge(account) ?? MailboxVerdict.Of(verdict));
}
