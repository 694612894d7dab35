namespace Mail.Authentication;

/// <summary>How the check of one signature ended.</summary>
/// <param name="Reason"><c>null</c> for a pass.</param>
internal sealed record SignatureCheck(AuthenticationResult Result, string? Reason = null)
{
    /// <summary>The key is only being tried out: RFC 6376 §3.6.1 t=y.</summary>
    public bool IsTesting { get; init; }
}
