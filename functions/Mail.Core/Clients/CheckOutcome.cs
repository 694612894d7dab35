namespace Mail.Core;

/// <summary>What came of one check of a client. What could not be looked at is never passed.</summary>
public enum CheckOutcome
{
    Pass,
    Fail,

    /// <summary>The client's address is not known, or what had to be asked did not answer.</summary>
    Unavailable,
}
