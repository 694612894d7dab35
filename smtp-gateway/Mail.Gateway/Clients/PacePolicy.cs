using System.Net;
using Mail.Smtp;

namespace Mail.Gateway;

/// <summary>Where the limits of <see cref="ClientLimits"/> are asked, and what is said. What users send has limits of its own.</summary>
internal sealed class PacePolicy(ClientLimits limits)
{
    public Refusal? Connected(SmtpSessionInfo session) =>
        session.IsSubmission ? limits.TryTake(Address(session), ClientPace.Submissions) ? null : new Refusal(GatewayReplies.TooManyConnections, "connection-rate")
        : limits.IsExhausted(Address(session), ClientPace.Errors)
            ? new Refusal(GatewayReplies.TooManyRefusals, "error-rate", "too many refused recipients in the last minute")
        : limits.TryTake(Address(session), ClientPace.Connections) ? null
        : new Refusal(GatewayReplies.TooManyConnections, "connection-rate");

    public Refusal? MailGiven(SmtpSessionInfo session) =>
        !IsLimited(session) || limits.TryTake(Address(session), ClientPace.Messages) ? null
        : new Refusal(GatewayReplies.TooManyMessages, "message-rate");

    public Refusal? RecipientGiven(SmtpSessionInfo session) =>
        !IsLimited(session) || limits.TryTake(Address(session), ClientPace.Recipients) ? null
        : new Refusal(GatewayReplies.TooManyRecipients, "recipient-rate");

    /// <summary>A recipient was refused, and not only put off by greylisting, which every new correspondent is. Whether that was one too many shows at the next connection; the session itself has Mail.Smtp's limit of errors.</summary>
    public void RecipientRefused(SmtpSessionInfo session)
    {
        if (IsLimited(session))
        {
            limits.TryTake(Address(session), ClientPace.Errors);
        }
    }

    private static bool IsLimited(SmtpSessionInfo session) => session is { IsSubmission: false, AuthenticatedUser: null };

    private static IPAddress? Address(SmtpSessionInfo session) => IPAddress.TryParse(session.ClientAddress, out var address) ? address : null;
}
