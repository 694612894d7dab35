namespace Mail.Authentication;

/// <summary>How a check ended, in the words of RFC 8601 §2.7, for every method. Which of them a method uses is said there.</summary>
public enum AuthenticationResult
{
    /// <summary>Nothing to check: no record, no signature.</summary>
    None,

    Pass,

    Fail,

    /// <summary>SPF only: probably not, says the domain.</summary>
    SoftFail,

    /// <summary>SPF: the domain says nothing. DKIM: the signature cannot be read.</summary>
    Neutral,

    /// <summary>DKIM: not acceptable, whatever the signature says: a weak algorithm or key, an expired signature, too much to check.</summary>
    Policy,

    /// <summary>Nothing is known now; another try may tell more.</summary>
    TempError,

    /// <summary>What the domain has published, or the signature, cannot be used.</summary>
    PermError,
}
