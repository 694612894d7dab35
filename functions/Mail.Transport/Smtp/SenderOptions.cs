using System.Security.Cryptography.X509Certificates;

namespace Mail.Transport;

/// <summary>How this site behaves as a client.</summary>
public sealed record SenderOptions
{
    /// <summary>The argument of EHLO: our full host name (RFC 5321 §4.1.1.1), which should be the reverse name of our address.</summary>
    public required string Helo { get; init; }

    /// <summary>Until a TCP connection is there. Default 30 s, Postfix's <c>smtp_connect_timeout</c>.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For each reply but the last. RFC 5321 §4.5.3.2 has 5 min; we have 10 in all, so 2.</summary>
    public TimeSpan ReplyTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>For each block of content to leave. RFC 5321 §4.5.3.2.5.</summary>
    public TimeSpan BlockTimeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>For the reply to the whole message. RFC 5321 §4.5.3.2.6 has 10 min, which is all that a function has.</summary>
    public TimeSpan DataDoneTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>For all servers together. A function of the Consumption plans ends after 10 min.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromMinutes(9);

    /// <summary>How long a connection is kept for the next message. Default 5 s; servers do not like waiting clients.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a connection is used at most. Default 300 s, Postfix's <c>smtp_connection_reuse_time_limit</c>.</summary>
    public TimeSpan ConnectionLifetime { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>How many messages a connection carries at most. Default 100; many servers count and refuse beyond some limit.</summary>
    public int MessagesPerConnection { get; init; } = 100;

    /// <summary>RFC 5321 §4.5.3.1.8: every server takes at least 100 recipients.</summary>
    public int RecipientsPerTransaction { get; init; } = 100;

    /// <summary>Authorities to trust in the place of the system's; <c>null</c> for these.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    /// <exception cref="ArgumentException">The message says what to set.</exception>
    public void Validate()
    {
        Require(Core.MailAddressParser.TryParseDomain(Helo, out _, out var error), $"Helo has to be our host name: {error}");
        Require(MessagesPerConnection > 0 && RecipientsPerTransaction > 0, "MessagesPerConnection and RecipientsPerTransaction have to be above 0");
        TimeSpan[] times = [ConnectTimeout, ReplyTimeout, BlockTimeout, DataDoneTimeout, AttemptTimeout, IdleTimeout, ConnectionLifetime];
        Require(Array.TrueForAll(times, time => time > TimeSpan.Zero && time < TimeSpan.FromDays(1)), "times have to be above 0 and below a day");
    }

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw new ArgumentException(message);
        }
    }
}
