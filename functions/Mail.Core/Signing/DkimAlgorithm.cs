namespace Mail.Core;

/// <summary>The <c>a=</c> of a signature, without its hash, which is always SHA-256 (RFC 8301 §3.1).</summary>
public enum DkimAlgorithm
{
    /// <summary>RFC 6376, 2048 bits.</summary>
    Rsa,

    /// <summary>RFC 8463.</summary>
    Ed25519,
}
