using Mail.Core;

namespace Mail.Sieve;

/// <summary>The message goes on to another address (RFC 5228 §4.2).</summary>
public sealed record RedirectAction : SieveAction
{
    public required MailAddress Address { get; init; }

    /// <summary>Header edits in force when the command ran (RFC 5293 §6).</summary>
    public HeaderEdits Edits { get; init; } = HeaderEdits.None;
}
