using Mail.Core;

namespace Mail.Processing;

/// <summary>How hosts elsewhere are called.</summary>
public sealed record WebhookOptions
{
    /// <summary>With which calls are signed; <c>null</c>: none is made.</summary>
    public WebhookKeys? Keys { get; init; }

    /// <summary>Wait before the second attempt. Default 30 s: most of what fails is a restart.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest wait. Default 1 h.</summary>
    public TimeSpan MaxRetry { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long a call is tried. Default 1 d: a notice that is older tells nobody anything.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Wait before attempt number <paramref name="attempts"/> + 1: doubling from <see cref="FirstRetry"/> to <see cref="MaxRetry"/>.</summary>
    public TimeSpan RetryDelay(int attempts)
    {
        // 2^20 times the first wait is beyond any maximum.
        var delay = FirstRetry * Math.Pow(2, Math.Clamp(attempts - 1, 0, 20));
        return delay < MaxRetry ? delay : MaxRetry;
    }
}
