namespace Mail.Spam;

/// <summary>What a message is held to be.</summary>
public enum SpamClass
{
    Ham,

    /// <summary>Between the thresholds: for its reader to decide.</summary>
    Unsure,
    Spam,
}
