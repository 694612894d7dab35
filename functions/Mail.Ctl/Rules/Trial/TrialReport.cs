using System.Text.Json;
using Mail.Core;
using Mail.Processing;

namespace Mail.Ctl;

/// <summary>What a trial has found: counts, and some messages of each kind of change. Filled from several threads.</summary>
/// <param name="examples">Of each kind.</param>
internal sealed class TrialReport(int examples)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TrialChanges, int> _counts = [];
    private readonly List<TrialChangeView> _examples = [];
    private int _messages;
    private int _unchanged;

    public static string Name(TrialChanges change) => JsonNamingPolicy.CamelCase.ConvertName(change.ToString());

    public void Add(MailboxMessage message, TrialOutcome before, TrialOutcome after)
    {
        var changes = after.ChangesFrom(before);
        lock (_gate)
        {
            _messages++;
            _unchanged += changes == TrialChanges.None ? 1 : 0;
            var isExample = false;
            foreach (var change in Enum.GetValues<TrialChanges>())
            {
                if (change != TrialChanges.None && changes.HasFlag(change))
                {
                    _counts[change] = Count(change) + 1;
                    isExample |= _counts[change] <= examples;
                }
            }

            if (isExample)
            {
                _examples.Add(TrialChangeView.Of(message, before, after, changes));
            }
        }
    }

    public int Count(TrialChanges change) => _counts.GetValueOrDefault(change);

    /// <summary>Newest first.</summary>
    public TrialView View() => new(
        _messages,
        _unchanged,
        Count(TrialChanges.Moved),
        Count(TrialChanges.Forwarded),
        Count(TrialChanges.NotForwarded),
        Count(TrialChanges.Discarded),
        Count(TrialChanges.Kept),
        Count(TrialChanges.Answered),
        Count(TrialChanges.Failed),
        [.. _examples.OrderByDescending(example => example.ReceivedAt).ThenBy(example => example.Id, StringComparer.Ordinal)]);
}

/// <param name="NewlyForwarded">Sent on to somebody who did not get it.</param>
/// <param name="NewlyKept">Was dropped, and stays.</param>
/// <param name="Answered">Replies or notifications are others.</param>
/// <param name="Failed">The rules end with an error, so it is kept.</param>
/// <param name="Changes">Some of each kind.</param>
internal sealed record TrialView(
    int Messages, int Unchanged, int Moved, int NewlyForwarded, int NoLongerForwarded, int NewlyDiscarded, int NewlyKept, int Answered, int Failed,
    IReadOnlyList<TrialChangeView> Changes);
