using Mail.Core;
using Mail.Smtp;

namespace Mail.Gateway;

/// <summary>The replies of policy and storage. Their text is for strangers: reasons and details are in the log.</summary>
internal static class GatewayReplies
{
    public static SmtpReply UnknownUser { get; } = new(550, "5.1.1", "No such mailbox here");

    public static SmtpReply RelayDenied { get; } = new(550, "5.7.1", "Relay access denied");

    /// <summary>RFC 3463 §3.8: X.7.1, delivery not authorized.</summary>
    public static SmtpReply NoticesOnly { get; } = new(550, "5.7.1", "Only delivery notices are passed on to this address");

    /// <summary>The address is ours and its rows are no good: the operator can mend that before the sender gives up.</summary>
    public static SmtpReply Misconfigured { get; } = new(451, "4.3.5", "Address is not usable at present, try again later");

    /// <summary>RFC 3207 §4.3.</summary>
    public static SmtpReply StartTlsFirst { get; } = new(530, "5.7.0", "Must issue a STARTTLS command first");

    /// <summary>RFC 4954 §6, RFC 6409 §4.3.</summary>
    public static SmtpReply AuthenticateFirst { get; } = new(530, "5.7.0", "Authentication required");

    public static SmtpReply NotAccepted { get; } = new(451, "4.3.0", "Message could not be stored, try again later");

    public static SmtpReply TooManySessions { get; } = new(421, "4.3.2", "Too many sessions, try again later");

    public static SmtpReply TooManyFromYou { get; } = new(421, "4.7.0", "Too many sessions from your address, try again later");

    public static SmtpReply TooManyConnections { get; } = new(421, "4.7.0", "Too many connections from your network in a short time, try again later");

    public static SmtpReply TooManyRefusals { get; } = new(421, "4.7.0", "Too many errors from your network, try again later");

    public static SmtpReply TooManyMessages { get; } = new(450, "4.7.1", "Too many messages from your network in a short time, try again later");

    public static SmtpReply TooManyRecipients { get; } = new(450, "4.7.1", "Too many recipients from your network in a short time, try again later");

    // RFC 3463 §3.5: X.4.6 routing loop detected. Postfix's text.
    public static SmtpReply TooManyHops { get; } = new(554, "5.4.6", "Too many hops");

    public static SmtpReply Accepted(QueueId queueId) => new(250, "2.0.0", $"Ok: queued as {queueId}");
}
