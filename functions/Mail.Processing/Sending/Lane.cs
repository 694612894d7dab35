namespace Mail.Processing;

/// <summary>An attempt under way at a destination that is slow, or has not answered before.</summary>
internal sealed class Lane(DateTimeOffset since, bool isSlow)
{
    public DateTimeOffset Since => since;

    public bool IsSlow => isSlow;
}
