using Mail.Core;

namespace Mail.Processing;

/// <summary>Messages that are not screened: they come from us, or are collected as they are.</summary>
internal static class OwnMessages
{
    /// <summary>Why the message is not screened, in words; <c>null</c> when it is.</summary>
    public static string? WhyPassed(Envelope envelope) =>
        envelope.Unsorted ? $"collected from {envelope.FetchedFrom}, without filter and rules"
        : envelope.RedirectTo is not null ? "sent on by a rule, screened when it came"
        // What we write ourselves: notices, answers, reports. What comes by SMTP has a client; what was dropped into the spool may not relay.
        : envelope is { ClientAddress: null, MayRelay: true, AuthenticatedUser: null } ? "written here"
        : null;
}
