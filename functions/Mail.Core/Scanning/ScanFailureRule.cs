namespace Mail.Core;

/// <summary>What becomes of a message when a scanner that has to be asked does not answer.</summary>
public enum ScanFailureRule
{
    /// <summary>Fails open: it is delivered without.</summary>
    Pass,

    /// <summary>Fails closed: it waits, as for anything else that another attempt may mend.</summary>
    Defer,
}
