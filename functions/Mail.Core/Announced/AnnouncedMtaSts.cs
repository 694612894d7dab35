using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Mail.Core;

/// <summary>
/// The MTA-STS policy of our domains (RFC 8461 §3.2), the same for each because each has the same MX. Whoever serves it and whoever prints its record
/// take it from here, so that the record's id changes with the policy.
/// </summary>
/// <param name="Host">The MX of our domains; its certificate has to be for this name.</param>
public sealed record AnnouncedMtaSts(MtaStsMode Mode, string Host)
{
    /// <summary>Where it is served, below <c>https://mta-sts.&lt;domain&gt;</c> (RFC 8461 §3.3).</summary>
    public const string Path = "/.well-known/mta-sts.txt";

    /// <summary>Before the domain: the host that serves it.</summary>
    public const string HostPrefix = "mta-sts.";

    // RFC 8461 §3.2 wants weeks in earnest, at most 31,557,600. A day while it is tried, and to be rid of it (§8.3).
    private static readonly TimeSpan MaxAgeInEarnest = TimeSpan.FromDays(14);
    private static readonly TimeSpan MaxAgeOtherwise = TimeSpan.FromDays(1);

    // RFC 8461 §3.1: 1 to 32 letters and digits.
    private const int IdLength = 20;

    /// <summary>The file, with CRLF after each line.</summary>
    public string Text => string.Create(
        CultureInfo.InvariantCulture, $"version: STSv1\r\nmode: {SettingText.Choice(Mode)}\r\nmx: {Host}\r\nmax_age: {(long)MaxAge.TotalSeconds}\r\n");

    /// <summary>What the TXT record <c>_mta-sts.&lt;domain&gt;</c> says. Others fetch the policy again when its id has changed.</summary>
    public string Record => $"v=STSv1; id={Id};";

    public string Id => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(Text)))[..IdLength];

    private TimeSpan MaxAge => Mode == MtaStsMode.Enforce ? MaxAgeInEarnest : MaxAgeOtherwise;
}
