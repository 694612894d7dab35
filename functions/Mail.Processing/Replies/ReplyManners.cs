using Mail.Core;
using Mail.Sieve;

namespace Mail.Processing;

/// <summary>
/// Whom programs may answer: RFC 3834 §2, RFC 5230 §4.6. Who answers lists, other programs and forged senders makes loops and backscatter.
/// </summary>
internal static class ReplyManners
{
    // RFC 2369, RFC 2919. RFC 5230 §4.6 names them.
    private static readonly string[] ListFields =
        ["List-Id", "List-Help", "List-Subscribe", "List-Unsubscribe", "List-Post", "List-Owner", "List-Archive"];

    // RFC 5230 §4.5; Resent fields as Sendmail's vacation has them.
    private static readonly string[] RecipientFields = ["To", "Cc", "Bcc", "Resent-To", "Resent-Cc", "Resent-Bcc"];

    // RFC 3834 §2, and what programs that do not want answers call themselves.
    private static readonly string[] Programs =
        ["mailer-daemon", "listserv", "majordomo", "noreply", "no-reply", "no_reply", "donotreply", "do-not-reply", "bounce", "bounces"];

    // Microsoft's [MS-OXCMAIL] 2.2.3.2.14: the kinds of answers that the sender does not want.
    private static readonly string[] Suppressed = ["all", "oof", "autoreply"];

    /// <summary>Why an absent owner does not answer, in words; <c>null</c> when he does.</summary>
    /// <param name="mine">Addresses of the owner.</param>
    public static string? WhyNotAnswer(Envelope envelope, ISieveMessage message, MailboxVerdict verdict, IReadOnlyCollection<MailAddress> mine) =>
        envelope.ReversePath is not { } sender ? "the sender is <>"
        : envelope.FetchedFrom is { } account ? Collected(account)
        : mine.Contains(sender) ? "the sender is the owner"
        : IsProgram(sender) ? "the sender is a program"
        : !verdict.MayBeForwarded ? verdict.Reason
        : verdict.Standing == SenderStanding.Forged ? $"{sender.Domain} says that the sender is not its own"
        : OfProgram(message) ?? (IsAddressed(message, mine) ? null : "the message is not addressed to the owner");

    /// <summary>Why nobody is told that his message was rejected.</summary>
    public static string? WhyNotReject(Envelope envelope, ISieveMessage message, SortedMessage sorted) =>
        sorted.WasDelivered ? "an earlier run has delivered it"
        : envelope.ReversePath is null ? "the sender is <>"
        : envelope.FetchedFrom is { } account ? Collected(account)
        : !sorted.Verdict.MayBeForwarded ? sorted.Verdict.Reason
        // The notice goes to whoever the message says it is from. A virus of somebody else's would have us write to people who never wrote (RFC 3834 §4).
        : sorted.Verdict.Standing != SenderStanding.Verified ? $"nothing shows that the message is of {envelope.ReversePath.Domain}"
        : envelope.Recipients.FirstOrDefault(recipient => recipient.Address.Equals(sorted.Recipient)) is { Notify: { } notify }
            && !NoticeRecipient.IsWanted(NoticeKind.Failure, notify) ? "the sender wants no notice"
        : OfProgram(message);

    /// <summary>Why nobody is told that a message came (RFC 5436 §2.7.1: notices about notices go round for ever).</summary>
    public static string? WhyNotNotify(ISieveMessage message, MailboxVerdict verdict) =>
        // A notice quotes the message, in the owner's name.
        !verdict.MayBeForwarded ? verdict.Reason
        : First(message, "Auto-Submitted") is { } auto && auto.StartsWith("auto-notified", StringComparison.OrdinalIgnoreCase) ? "the message is a notice itself" : null;

    // It may be old, and its sender has had his answer, or none, where it was delivered first.
    private static string Collected(string account) => $"the message was collected from {account}";

    private static string? OfProgram(ISieveMessage message) =>
        IsAutoSubmitted(message) ? "the message is of a program (Auto-Submitted)"
        : First(message, "Precedence")?.ToLowerInvariant() is "bulk" or "list" or "junk" ? "the message is bulk mail (Precedence)"
        : ListFields.FirstOrDefault(field => First(message, field) is not null) is { } field ? $"the message is of a list ({field})"
        : IsSuppressed(message) ? "the sender wants no answer of a program"
        : null;

    // RFC 3834 §5: any value but "no"; parameters may follow.
    private static bool IsAutoSubmitted(ISieveMessage message) =>
        First(message, "Auto-Submitted") is { } auto && !auto.Split(';')[0].Trim().Equals("no", StringComparison.OrdinalIgnoreCase);

    private static bool IsSuppressed(ISieveMessage message) =>
        First(message, "X-Auto-Response-Suppress") is { } suppressed
        && suppressed.Split(',', StringSplitOptions.TrimEntries).Intersect(Suppressed, StringComparer.OrdinalIgnoreCase).Any();

    private static bool IsProgram(MailAddress sender)
    {
        var local = sender.LocalPart.ToLowerInvariant();
        var name = local.Split('+', '=')[0];
        return Programs.Contains(name)
            || local.StartsWith("owner-", StringComparison.Ordinal)
            || name.EndsWith("-request", StringComparison.Ordinal)
            || name.EndsWith("-owner", StringComparison.Ordinal)
            || name.EndsWith("-bounces", StringComparison.Ordinal)
            || name.StartsWith("bounce-", StringComparison.Ordinal);
    }

    private static bool IsAddressed(ISieveMessage message, IReadOnlyCollection<MailAddress> mine) => RecipientFields
        .SelectMany(message.Fields)
        .SelectMany(field => field.Addresses)
        .Any(text => MailAddressParser.TryParse(text, out var address, out _) && mine.Contains(address));

    private static string? First(ISieveMessage message, string field) => message.Fields(field) is [var first, ..] ? first.RawValue.Trim() : null;
}
