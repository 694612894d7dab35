using Mail.Smtp;

namespace Mail.Gateway;

/// <summary>What submission says no with. Read by users, who can do something about it.</summary>
internal static class SubmissionReplies
{
    /// <summary>RFC 6409 §6.1: at MAIL.</summary>
    public static SmtpReply SenderNotOwned { get; } = new(553, "5.7.1", "Sender address is not owned by the authenticated user");

    /// <summary>At the end of the content.</summary>
    public static SmtpReply FromNotOwned { get; } = new(550, "5.7.1", "From, Sender or Resent address is not owned by the authenticated user");

    /// <summary>RFC 5322 §3.6: exactly one.</summary>
    public static SmtpReply FromMissing { get; } = new(550, "5.6.0", "The message needs one From field with an address");

    public static SmtpReply HeaderMalformed { get; } = new(550, "5.6.0", "The message header is malformed");

    public static SmtpReply HeaderTooBig { get; } = new(552, "5.3.4", "The message header is too big");

    public static SmtpReply HourFull { get; } = new(450, "4.7.1", "You have reached your limit of recipients per hour, try again later");

    public static SmtpReply DayFull { get; } = new(450, "4.7.1", "You have reached your limit of recipients per day, try again later");
}
