namespace Mail.Gateway;

/// <summary>So much a minute, and at most a minute's worth at once. Full at first.</summary>
internal struct TokenBucket
{
    private double _used;
    private long _since;

    /// <param name="perMinute">More than 0. May differ from call to call: what was used stays used.</param>
    /// <returns>False when there is nothing left.</returns>
    public bool TryTake(double perMinute, long now, TimeProvider time)
    {
        _used = Math.Max(0, _used - (time.GetElapsedTime(_since, now).TotalMinutes * perMinute));
        _since = now;
        if (_used + 1 > perMinute)
        {
            return false;
        }

        _used++;
        return true;
    }

    /// <summary>Whether there is anything left, without taking it.</summary>
    public readonly bool HasAny(double perMinute, long now, TimeProvider time) =>
        _used - (time.GetElapsedTime(_since, now).TotalMinutes * perMinute) + 1 <= perMinute;
}
