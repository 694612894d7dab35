namespace Mail.Ctl;

/// <summary>How a record that a domain needs stands in the live DNS.</summary>
internal enum RecordState
{
    Right,

    /// <summary>The name, or the type at it, does not exist.</summary>
    Missing,

    /// <summary>Something else is there.</summary>
    Differs,

    /// <summary>The DNS did not say.</summary>
    Unknown,
}
