namespace Mail.Core;

/// <summary>What becomes of mail that users submit, when scanners would keep it from everybody.</summary>
public enum SubmissionRule
{
    /// <summary>Nobody gets it, and the user is told why, by a notice: he can mend what was wrong, or learns that somebody else uses his account.</summary>
    Return,

    /// <summary>It is held until an operator releases it, like mail from outside; the user is not told.</summary>
    Quarantine,

    /// <summary>It is not scanned.</summary>
    Pass,
}
