using System.Net;
using Mail.Core;
using Mail.Smtp;

namespace Mail.Gateway;

/// <summary>Replies to clients that did not pass a check. They quote only what the client itself has said or is.</summary>
internal static class ClientReplies
{
    /// <summary>Postfix's <c>postscreen_greet_action = enforce</c>.</summary>
    public static SmtpReply SpokeFirst { get; } = new(550, "5.5.1", "Protocol error: you spoke before the greeting");

    // RFC 7372 §3.2: X.7.25 reverse DNS validation failed.
    public static SmtpReply NoReverseName(IPAddress? client) => new(450, "4.7.25", $"Client host rejected: cannot find your reverse hostname, [{client}]");

    public static SmtpReply NoClientName(IPAddress? client) => new(450, "4.7.25", $"Client host rejected: cannot find your hostname, [{client}]");

    public static SmtpReply Listed(IPAddress? client, string zone) => new(550, "5.7.1", $"Service unavailable; client [{client}] blocked using {zone}");

    public static SmtpReply HeloMalformed(string? helo) => new(501, "5.5.2", $"<{helo}>: Helo command rejected: Invalid name");

    public static SmtpReply HeloNotFull(string? helo) => new(504, "5.5.2", $"<{helo}>: Helo command rejected: need fully-qualified hostname");

    public static SmtpReply HeloNotInDns(string? helo) => new(450, "4.7.1", $"<{helo}>: Helo command rejected: Host not found");

    public static SmtpReply HeloIsUs(string? helo) => new(550, "5.7.1", $"<{helo}>: Helo command rejected: You are not me");

    public static SmtpReply HeloIsAnother(string? helo) => new(550, "5.7.1", $"<{helo}>: Helo command rejected: Not your address");

    public static SmtpReply NoSenderDomain(MailAddress? sender) => new(450, "4.1.8", $"<{sender}>: Sender address rejected: Domain not found");

    // RFC 7505 §4.2, RFC 7505 §6.
    public static SmtpReply NullMx(MailAddress? sender) => new(550, "5.7.27", $"<{sender}>: Sender address rejected: Domain does not accept mail (nullMX)");

    // RFC 3463 §3.5: X.4.3 directory server failure.
    public static SmtpReply SenderDomainUnavailable(MailAddress? sender) => new(450, "4.4.3", $"<{sender}>: Sender address rejected: Domain lookup failed");
}
