namespace Mail.Core;

/// <summary>When the rules of a scope run.</summary>
public enum RulePhase
{
    /// <summary>Before those of the scopes inside: the site's before the domain's, the domain's before the account's.</summary>
    Before,

    /// <summary>After those of the scopes inside, while the message would still be kept.</summary>
    After,

    /// <summary>Of the site only: once per message, before it is routed. What Postfix's <c>header_checks</c> and <c>body_checks</c> are for.</summary>
    Incoming,
}
