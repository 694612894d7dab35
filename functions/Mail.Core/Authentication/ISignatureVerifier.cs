namespace Mail.Core;

/// <summary>Verifies the signatures that a message came with (RFC 6376, RFC 8617), for whoever sends it on.</summary>
public interface ISignatureVerifier
{
    /// <param name="content">The message, seekable; left anywhere.</param>
    /// <returns><c>null</c> when nothing can be said: a key could not be looked up now, or the header is too large.</returns>
    ValueTask<SignatureFindings?> VerifyAsync(Stream content, CancellationToken cancellationToken);
}
