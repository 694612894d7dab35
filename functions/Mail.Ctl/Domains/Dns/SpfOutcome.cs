namespace Mail.Ctl;

/// <summary>What SPF says of one address, as far as an operator has to know (RFC 7208 §2.6).</summary>
internal enum SpfOutcome
{
    Pass,

    /// <summary>Fail, softfail, neutral: receivers cannot take it for ours.</summary>
    NotPass,

    /// <summary>permerror: receivers use none of it.</summary>
    Broken,

    /// <summary>temperror, or a macro that depends on the message.</summary>
    Unknown,
}
