namespace Mail.Authentication;

/// <summary>The values of <c>a=</c>.</summary>
internal static class SignatureAlgorithm
{
    public const string Rsa = "rsa-sha256";

    /// <summary>RFC 8463.</summary>
    public const string Ed25519 = "ed25519-sha256";

    /// <summary>RFC 8301 §3.1: verifiers must not take it.</summary>
    public const string Historic = "rsa-sha1";
}
