namespace Mail.Core;

/// <summary>Where a key stands in its life.</summary>
public enum DkimKeyState
{
    /// <summary>Made, to be published in the DNS, not used yet.</summary>
    Next,

    /// <summary>Signs.</summary>
    Active,

    /// <summary>Does not sign any more; its record has to stay while signed mail is on its way.</summary>
    Retired,
}
