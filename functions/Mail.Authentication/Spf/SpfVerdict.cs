namespace Mail.Authentication;

/// <summary>The outcome of <c>check_host()</c> (RFC 7208 §2.6).</summary>
/// <param name="Domain">Whose record was asked, in lower case; <c>null</c> when there is none to ask.</param>
public sealed record SpfVerdict(AuthenticationResult Result, string? Domain = null)
{
    /// <summary>The domain's own words for a <see cref="AuthenticationResult.Fail"/>: one line of printable ASCII, written by a stranger. <c>null</c> when it has none.</summary>
    public string? Explanation { get; init; }

    /// <summary>The term that decided, as written in the record, or <c>default</c>; <c>null</c> when none did.</summary>
    public string? Mechanism { get; init; }

    /// <summary>For the log: why it is a <see cref="AuthenticationResult.PermError"/> or <see cref="AuthenticationResult.TempError"/>.</summary>
    public string? Problem { get; init; }
}
