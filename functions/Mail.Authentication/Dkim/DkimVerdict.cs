namespace Mail.Authentication;

/// <summary>What one DKIM-Signature is worth.</summary>
public sealed record DkimVerdict(AuthenticationResult Result)
{
    /// <summary><c>d=</c> in lower case; <c>null</c> when it cannot be read.</summary>
    public string? Domain { get; init; }

    /// <summary><c>s=</c>; <c>null</c> when it cannot be read.</summary>
    public string? Selector { get; init; }

    /// <summary><c>i=</c>, the user or agent that the domain signed for; <c>null</c> when not given.</summary>
    public string? Identity { get; init; }

    /// <summary><c>a=</c>, for example <c>rsa-sha256</c>; <c>null</c> when it cannot be read.</summary>
    public string? Algorithm { get; init; }

    /// <summary>The first eight characters of <c>b=</c>, which tell signatures of one domain apart (RFC 6008).</summary>
    public string? SignatureStart { get; init; }

    /// <summary>Why it is no <see cref="AuthenticationResult.Pass"/>, in our words; <c>null</c> for one.</summary>
    public string? Reason { get; init; }

    /// <summary>The key says that it is only being tried out (RFC 6376 §3.6.1 <c>t=y</c>).</summary>
    public bool IsTesting { get; init; }

    /// <summary>
    /// Something follows in the body that <c>l=</c> leaves uncovered, and anybody may have added (RFC 6376 §8.2): true, but nothing that DMARC goes by here.
    /// </summary>
    public bool IsPartial { get; init; }
}
