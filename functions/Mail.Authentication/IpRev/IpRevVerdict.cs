namespace Mail.Authentication;

/// <summary>The reverse name of the client that leads back to its address (RFC 8601 §2.7.3).</summary>
/// <param name="Name">With <see cref="AuthenticationResult.Pass"/> the verified name in lower case, otherwise <c>null</c>.</param>
public sealed record IpRevVerdict(AuthenticationResult Result, string? Name = null);
