namespace Mail.Core;

/// <summary>What a bounce says about a recipient.</summary>
public enum BounceAction
{
    Failed,
    Delayed,

    /// <summary>Delivered, relayed or expanded.</summary>
    Succeeded,
}
