using Mail.Core;
using Mail.Processing;

namespace Mail.Ctl;

/// <param name="Changes">What becomes different: moved, forwarded, notForwarded, discarded, kept, answered, failed.</param>
/// <param name="Rule">Which rule decides now.</param>
internal sealed record TrialChangeView(
    string Id, DateTimeOffset ReceivedAt, string From, string Subject, IReadOnlyList<string> Changes, TrialOutcomeView Before, TrialOutcomeView After, string Rule, string? Error)
{
    public static TrialChangeView Of(MailboxMessage message, TrialOutcome before, TrialOutcome after, TrialChanges changes) => new(
        message.Id,
        message.ReceivedAt,
        message.Summary.From,
        message.Summary.Subject,
        [.. Enum.GetValues<TrialChanges>().Where(change => change != TrialChanges.None && changes.HasFlag(change)).Select(TrialReport.Name)],
        TrialOutcomeView.From(before),
        TrialOutcomeView.From(after),
        after.Reason,
        after.Error);
}

/// <param name="Folders">Where it is kept; empty when it is not.</param>
internal sealed record TrialOutcomeView(IReadOnlyList<string> Folders, IReadOnlyList<string> Forwards, IReadOnlyList<string> Replies)
{
    public static TrialOutcomeView From(TrialOutcome outcome) => new(outcome.Folders, outcome.Forwards, outcome.Replies);

    /// <summary>For people: <c>Lists, sent on to x@y.test</c>.</summary>
    public string Text()
    {
        string[] parts = [.. Folders, .. Forwards.Select(address => $"sent on to {address}"), .. Replies];
        return parts.Length == 0 ? "dropped" : string.Join(", ", parts);
    }
}
