namespace Mail.Core;

/// <summary>The checks that there are. The names are stored with every message: a new meaning takes a new name.</summary>
public static class ClientCheckNames
{
    /// <summary>Forward-confirmed reverse DNS (RFC 8601 §2.7.3 calls it iprev).</summary>
    public const string ReverseName = "rdns";

    /// <summary>The argument of HELO or EHLO.</summary>
    public const string Helo = "helo";

    /// <summary>The lists of bad and good clients; the detail is the score and who counted.</summary>
    public const string Lists = "dnsbl";

    /// <summary>The domain of MAIL FROM takes mail.</summary>
    public const string SenderDomain = "sender";

    /// <summary>The client waited for the greeting.</summary>
    public const string Greeting = "greet";

    /// <summary>Greylisting: the client came again, now or earlier.</summary>
    public const string Greylist = "greylist";
}
