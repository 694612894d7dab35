using Mail.Core;

namespace Mail.Sieve;

/// <summary>
/// The sender is told that the owner is away (RFC 5230), unless the host knows better: whom to answer at all, and who was answered
/// before, is decided there.
/// </summary>
public sealed record VacationAction : SieveAction
{
    /// <summary>The text, lines ending in CRLF; with <see cref="IsMime"/> a MIME entity with its own header.</summary>
    public required string Reason { get; init; }

    public bool IsMime { get; init; }

    /// <summary>One line, not yet encoded; <c>null</c> for the usual one: <c>Auto: </c> and the subject of the message (RFC 5230 §5.3).</summary>
    public string? Subject { get; init; }

    /// <summary>What goes into the From field, a well-formed list of addresses in one line; <c>null</c> for the owner's address (RFC 5230 §4.3).</summary>
    public string? From { get; init; }

    /// <summary>More addresses of the owner, for the question whether the message was to him (RFC 5230 §4.5).</summary>
    public IReadOnlyList<MailAddress> Addresses { get; init; } = [];

    /// <summary>
    /// Replies with the same handle count as the same reply (RFC 5230 §4.2); if the script names none, made of what would be answered.
    /// </summary>
    public required string Handle { get; init; }

    /// <summary>How long a sender who was answered gets no other answer; zero if he always gets one (RFC 6131 §2). Within the limits of the options.</summary>
    public required TimeSpan Period { get; init; }

    /// <summary>Where a copy of the reply goes (RFC 8580 §3.1); <c>null</c> for none.</summary>
    public FileCopy? Copy { get; init; }
}
