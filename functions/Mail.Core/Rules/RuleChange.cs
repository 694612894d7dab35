namespace Mail.Core;

/// <summary>What was done to a rule.</summary>
public enum RuleChange
{
    Added,

    Replaced,

    Enabled,

    Disabled,

    RolledBack,

    Removed,

    /// <summary>Somebody has edited the row itself; noticed when it was read.</summary>
    ByHand,
}
