namespace Mail.Core;

/// <summary>What stops forwarding, and for how long.</summary>
/// <param name="MinRefused">Fewer refusals than that never do; 0 switches the breaker off.</param>
/// <param name="Percent">Of all within the window, from which on it stops.</param>
/// <param name="Pause">Then one window's worth is tried again.</param>
public sealed record ForwardingLimits(int MinRefused, int Percent, TimeSpan Pause)
{
    public static ForwardingLimits From(SiteSettings settings) => new(settings.ForwardRefusals, settings.ForwardRefusalsPercent, settings.ForwardPause);

    internal bool AreReached(int sent, int refused) => MinRefused > 0 && refused >= MinRefused && refused * 100L >= Percent * ((long)sent + refused);
}
