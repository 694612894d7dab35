using Mail.Core;
using Mail.Sieve;

namespace Mail.Processing;

/// <summary>What rules would do with one message.</summary>
public sealed record TrialOutcome
{
    /// <summary>Where it is kept; empty when it is not.</summary>
    public IReadOnlyList<string> Folders { get; init; } = [];

    /// <summary>To whom it is redirected.</summary>
    public IReadOnlyList<string> Forwards { get; init; } = [];

    /// <summary>What is sent because of it, in words, such as <c>vacation</c>.</summary>
    public IReadOnlyList<string> Replies { get; init; } = [];

    /// <summary>Which rule decides where it goes, in words.</summary>
    public string Reason { get; init; } = "";

    /// <summary>What ended the rules early, in words; <c>null</c> when nothing did.</summary>
    public string? Error { get; init; }

    /// <summary>It is neither kept nor sent on.</summary>
    public bool IsDropped => Folders.Count == 0 && Forwards.Count == 0;

    /// <summary>Where it is, whatever rules say.</summary>
    public static TrialOutcome In(string folder) => new() { Folders = [folder], Reason = "where it is" };

    /// <summary>What is different from <paramref name="before"/>.</summary>
    public TrialChanges ChangesFrom(TrialOutcome before) =>
        (SameFolders(Folders, before.Folders) || IsDropped || before.IsDropped ? TrialChanges.None : TrialChanges.Moved)
        | If(Forwards.Except(before.Forwards, StringComparer.OrdinalIgnoreCase).Any(), TrialChanges.Forwarded)
        | If(before.Forwards.Except(Forwards, StringComparer.OrdinalIgnoreCase).Any(), TrialChanges.NotForwarded)
        | If(IsDropped && !before.IsDropped, TrialChanges.Discarded)
        | If(!IsDropped && before.IsDropped, TrialChanges.Kept)
        | If(!Replies.Order().SequenceEqual(before.Replies.Order()), TrialChanges.Answered)
        | If(Error is not null && before.Error is null, TrialChanges.Failed);

    internal static TrialOutcome Of(SortDecision decision, SieveProblem? error) => new()
    {
        Folders = [.. decision.Copies.Select(copy => copy.Folder)],
        Forwards = [.. decision.Redirects.Select(redirect => redirect.Address.ToString())],
        Replies = [.. decision.Replies.Select(Words)],
        Reason = decision switch
        {
            { Dropped: { } dropped } => dropped,
            { Copies: [var copy, ..] } => copy.Reason,
            { Redirects: [var redirect, ..] } => RuleOrigin.Words(redirect.Origin),
            _ => "",
        },
        Error = error?.ToString(),
    };

    private static string Words(SieveAction action) => action switch
    {
        RejectAction => "reject",
        VacationAction => "vacation",
        NotifyAction notify => $"notify {notify.Method}",
        _ => action.GetType().Name,
    };

    private static bool SameFolders(IReadOnlyList<string> some, IReadOnlyList<string> others) =>
        some.Select(FolderName.Key).Order().SequenceEqual(others.Select(FolderName.Key).Order());

    private static TrialChanges If(bool condition, TrialChanges change) => condition ? change : TrialChanges.None;
}
