namespace Mail.Processing;

/// <summary>Whether a decision is come to again.</summary>
public enum ReplayStatus
{
    Same,

    Different,

    /// <summary>A model by which it was made has been removed since.</summary>
    ModelGone,

    /// <summary>The filter was not asked, so there is nothing to compare.</summary>
    NotFiltered,
}
