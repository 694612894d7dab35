namespace Mail.Processing;

public enum CompactionOutcome
{
    /// <summary>Everything that was trained is in the model already.</summary>
    Nothing,

    /// <summary>Steps of the journal were added to the model.</summary>
    Folded,

    /// <summary>The model was made anew from all that the ledger holds.</summary>
    Rebuilt,

    /// <summary>Others compact so often that this one never came to an end; what it was called for may not be in the model.</summary>
    Contended,
}
