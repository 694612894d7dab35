using Mail.Core;

namespace Mail.Processing;

/// <summary>
/// Mail that users submit after logging in: who they are is known, and what they write is no spam, but their machines catch viruses, and their passwords are
/// stolen. So only the scanners are asked, and only what these would keep from everybody is kept.
/// </summary>
public sealed class SubmissionScreen(ContentScanning scanning, ISiteSettings settings)
{
    /// <param name="user">Who has submitted it.</param>
    /// <exception cref="StorageUnavailableException">The operator's settings cannot be read.</exception>
    public async ValueTask<ScreenVerdict> ScreenAsync(SpooledMessage message, string user, CancellationToken cancellationToken)
    {
        var rule = (await settings.GetAsync(cancellationToken)).SubmittedMail;
        if (rule == SubmissionRule.Pass)
        {
            return new ScreenVerdict($"passed: submitted by {user}");
        }

        var scan = await scanning.ScanAsync(new ScanRequest(message.Envelope, message.Content), cancellationToken);
        return scan.Action switch
        {
            // Somebody without an address cannot be told.
            >= ScanAction.Quarantine when rule == SubmissionRule.Return && message.Envelope.ReversePath is not null =>
                new ScreenVerdict(scan.Reason) { Scan = scan, IsReturned = true },
            >= ScanAction.Quarantine => new ScreenVerdict(scan.Reason) { Scan = scan, Action = ScanAction.Quarantine },
            ScanAction.Defer => new ScreenVerdict(scan.Reason) { Scan = scan, Action = ScanAction.Defer },
            ScanAction.Pass => new ScreenVerdict($"passed: submitted by {user}") { Scan = scan },
            _ => new ScreenVerdict($"passed: submitted by {user}; {scan.Reason}") { Scan = scan },
        };
    }
}
