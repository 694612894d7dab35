using System.Net;
using Mail.Core;
using Mail.Smtp;

namespace Mail.Gateway;

/// <summary>
/// Who speaks before the greeting (RFC 5321 §4.3.1 has clients wait for it), as Postfix's postscreen: strangers are kept waiting a little, once a day.
/// </summary>
internal sealed class GreetTest(SessionLimiter limiter, TimeProvider time)
{
    // Clients a day of a large site; 1 MB. One that is forgotten is tested again.
    private const int MaxPasses = 20_000;

    // Postfix's postscreen_greet_ttl.
    private static readonly TimeSpan PassLifetime = TimeSpan.FromDays(1);

    private readonly RecentlyUsed<IPAddress, long> _passes = new(MaxPasses);

    /// <summary>How long to hold the greeting back. Not at all when sessions run short: waiting clients take room from others.</summary>
    public TimeSpan WaitFor(IPAddress client, SiteSettings site) =>
        limiter.IsUnderStress || HasPassed(client) ? TimeSpan.Zero : site.GreetWait;

    public bool HasPassed(IPAddress client) => _passes.TryGet(client, out var since) && time.GetElapsedTime(since) < PassLifetime;

    public void Passed(IPAddress client) => _passes.Set(client, time.GetTimestamp());

    public static ClientCheck ToCheck(ClientFacts facts, SmtpSessionInfo session) => new(
        ClientCheckNames.Greeting,
        session.SpokeFirst ? CheckOutcome.Fail : facts.IsGreetTested ? CheckOutcome.Pass : CheckOutcome.Unavailable);
}
