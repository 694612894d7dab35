namespace Mail.Core;

/// <summary>What became of a report that was to be counted.</summary>
public enum DmarcAdding
{
    Added,

    /// <summary>It has been counted before: the same reporter, day and id.</summary>
    Known,

    /// <summary>There are too many of that day, of this reporter or altogether; it is left out.</summary>
    Full,
}
