using Mail.Core;
using Mail.Sieve;

namespace Mail.Processing;

/// <summary>What is to be done with a message for one mailbox.</summary>
internal sealed record SortDecision
{
    /// <summary>Where the message is kept if nothing else works.</summary>
    public required FolderChoice Fallback { get; init; }

    /// <summary>Each folder once; empty when the message is not kept here.</summary>
    public IReadOnlyList<FiledCopy> Copies { get; init; } = [];

    public IReadOnlyList<RedirectAction> Redirects { get; init; } = [];

    /// <summary>What is sent because of the message: <see cref="VacationAction"/>, <see cref="RejectAction"/>, <see cref="NotifyAction"/>.</summary>
    public IReadOnlyList<SieveAction> Replies { get; init; } = [];

    /// <summary>What to remember when all else is done.</summary>
    public IReadOnlyList<DuplicateMark> Seen { get; init; } = [];

    /// <summary>Why the message is not kept although it is not sent on, in words; <c>null</c> when no rule wants that.</summary>
    public string? Dropped { get; init; }

    /// <summary>What the operator should know, in words.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>What screening said, for the record, and for whom may be answered.</summary>
    public required MailboxVerdict Verdict { get; init; }

    public static SortDecision Keep(FolderChoice place, MailboxVerdict verdict, params IReadOnlyList<string> remarks) =>
        new() { Fallback = place, Copies = [FiledCopy.In(place)], Verdict = verdict, Remarks = remarks };

    /// <summary>A setting wants that nobody sees such a message.</summary>
    public static SortDecision Drop(MailboxVerdict verdict) =>
        new() { Fallback = new FolderChoice(FolderName.Inbox, verdict.Reason), Verdict = verdict, Dropped = $"discarded: {verdict.Reason}" };
}
