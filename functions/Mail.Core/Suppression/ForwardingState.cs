namespace Mail.Core;

/// <summary>How forwarding to a domain goes: a row of table <c>Forwarding</c>.</summary>
/// <param name="WindowStart">When counting began; after <see cref="Window"/> it begins anew.</param>
/// <param name="Sent">Messages that the domain took within the window.</param>
/// <param name="Refused">Messages that it refused for good (5xx).</param>
/// <param name="OpenUntil">Until then forwards wait; <c>null</c> when they go.</param>
public sealed record ForwardingState(string Domain, DateTimeOffset WindowStart, int Sent, int Refused, DateTimeOffset? OpenUntil, string LastReply = "")
{
    /// <summary>Long enough for a few forwards of a small site, short enough that yesterday does not count.</summary>
    public static TimeSpan Window { get; } = TimeSpan.FromHours(1);

    public static ForwardingState New(string domain, DateTimeOffset now) => new(domain, now, 0, 0, OpenUntil: null);

    public bool WaitsAt(DateTimeOffset now) => OpenUntil > now;

    /// <summary>The state after further outcomes.</summary>
    /// <param name="minRefused">Fewer refusals than that never stop a domain; 0 switches the breaker off.</param>
    /// <param name="percent">Of all within the window, from which on it stops.</param>
    /// <param name="pause">For how long. Then one window's worth is tried again.</param>
    public ForwardingState Count(int sent, int refused, string lastReply, DateTimeOffset now, int minRefused, int percent, TimeSpan pause)
    {
        var current = now - WindowStart >= Window || (OpenUntil is { } until && until <= now) ? New(Domain, now) with { LastReply = LastReply } : this;
        current = current with
        {
            Sent = current.Sent + sent,
            Refused = current.Refused + refused,
            LastReply = refused > 0 ? lastReply : current.LastReply,
        };
        var trips = minRefused > 0
            && refused > 0
            && current.Refused >= minRefused
            && current.Refused * 100L >= percent * ((long)current.Sent + current.Refused);
        return trips ? current with { OpenUntil = now + pause } : current;
    }
}
