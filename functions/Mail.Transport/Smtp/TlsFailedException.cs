using Mail.Core;

namespace Mail.Transport;

/// <summary>TLS was refused, or the handshake failed. Where TLS is only a chance, plain text is tried on a fresh connection (RFC 7435 §3).</summary>
internal sealed class TlsFailedException(TlsProblem problem, string reason, Exception? cause = null) : Exception(reason, cause)
{
    public TlsProblem Problem => problem;

    /// <summary>Postfix's: 4.7.5 for a certificate that is not good enough (RFC 3463 §3.8: cryptographic failure), else 4.7.4.</summary>
    public string Status => problem is TlsProblem.StarttlsNotSupported or TlsProblem.ValidationFailure ? "4.7.4" : "4.7.5";
}
