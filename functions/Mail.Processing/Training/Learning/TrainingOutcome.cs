namespace Mail.Processing;

public enum TrainingOutcome
{
    /// <summary>It is trained as that already, or was not trained.</summary>
    Unchanged,

    Trained,

    /// <summary>It was trained as the other class.</summary>
    Retrained,

    Untrained,
}
