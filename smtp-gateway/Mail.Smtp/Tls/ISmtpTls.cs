using System.IO.Pipelines;

namespace Mail.Smtp;

/// <summary>
/// The server's side of TLS, as the program around the session makes it: certificates, versions and ciphers are its business. A session that is
/// given none does not know STARTTLS. One serves all sessions at once.
/// </summary>
public interface ISmtpTls
{
    /// <summary>
    /// False while there is no certificate to show, for example because the vault that has it does not answer: STARTTLS is not offered then, and
    /// answered 454 4.7.0.
    /// </summary>
    bool IsAvailable { get; }

    /// <summary>Makes the handshake over <paramref name="plain"/>, whose next octets are the client's first of TLS, and gives what to go on with.</summary>
    /// <param name="plain">Belongs to the upgraded transport after success: completing that completes this.</param>
    /// <param name="cancellationToken">Ends a handshake that takes too long: <see cref="OperationCanceledException"/>.</param>
    /// <returns>Never renegotiated afterwards (RFC 9325 §3.5).</returns>
    ValueTask<SmtpTlsResult> SecureAsync(IDuplexPipe plain, CancellationToken cancellationToken);
}
