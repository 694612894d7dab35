namespace Mail.Core;

/// <summary>Whose mail the rules of a scope are for.</summary>
public enum RuleScopeKind
{
    /// <summary>Everybody's here.</summary>
    Site,

    /// <summary>Every mailbox of one domain.</summary>
    Domain,

    /// <summary>One mailbox.</summary>
    Account,
}
