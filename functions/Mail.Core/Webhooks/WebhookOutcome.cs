namespace Mail.Core;

public enum WebhookOutcome
{
    /// <summary>The host has taken it.</summary>
    Taken,

    /// <summary>It may take it later.</summary>
    Later,

    /// <summary>It never will, or may not be asked.</summary>
    Refused,
}
