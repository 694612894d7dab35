using Mail.Core;

namespace Mail.Processing;

/// <summary>
/// When an account is due: at times that follow from its id and its interval, spread over the minutes. So nothing has to be written to know when it was
/// fetched last, and a thousand accounts with the same interval are not due at once.
/// </summary>
public static class FetchSlots
{
    /// <summary>The first time after <paramref name="after"/> at which the account is due.</summary>
    public static DateTimeOffset Next(RemoteAccount account, DateTimeOffset after)
    {
        var interval = Math.Max(account.Interval.Ticks, RemoteAccount.LeastInterval.Ticks);
        var offset = (long)(FetchMark.HashOf(account.Id) % (ulong)interval);
        var slots = Math.DivRem(after.UtcTicks - offset, interval, out var rest);
        return new DateTimeOffset(offset + ((rest < 0 ? slots : slots + 1) * interval), TimeSpan.Zero);
    }

    /// <summary>Whether there is such a time after <paramref name="from"/>, up to <paramref name="now"/>.</summary>
    public static bool IsDue(RemoteAccount account, DateTimeOffset from, DateTimeOffset now) => Next(account, from) <= now;
}
