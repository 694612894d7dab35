using Mail.Sieve;

namespace Mail.Processing;

/// <summary>What rules of phase incoming want done with a message, whoever it is for.</summary>
internal sealed record IncomingDecision
{
    public static IncomingDecision Keep { get; } = new();

    /// <summary>Why it does not go on to its recipients, in words; <c>null</c> when it does.</summary>
    public string? Dropped { get; init; }

    /// <summary>Where mailboxes keep it; <c>null</c> for where they do anyway.</summary>
    public FileIntoAction? Folder { get; init; }

    /// <summary>What mailboxes here get to see changed in the header; the message in the spool, and what is sent on, stays as it was received.</summary>
    public HeaderEdits Edits { get; init; } = HeaderEdits.None;

    public IReadOnlyList<RedirectAction> Redirects { get; init; } = [];

    /// <summary>What the operator should know, in words.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
}
