namespace Mail.Smtp;

/// <summary>
/// The server's side of one AUTH exchange (RFC 4954, RFC 4422): a state machine that is given what the client sends and says what to answer.
/// It knows nothing of lines, base64 or <c>*</c>, which are the session's; disposing it before the end is how an exchange is cancelled.
/// </summary>
public interface ISaslExchange : IDisposable
{
    /// <summary>Takes the client's next message. Not called again after <see cref="SaslStep.Success"/> or <see cref="SaslStep.Failure"/>.</summary>
    /// <param name="response">
    /// What the client sent, base64 already decoded: empty for <c>AUTH mechanism =</c>, <c>null</c> when AUTH came without an initial
    /// response. Not used after the task completes; the caller clears it.
    /// </param>
    /// <param name="cancellationToken">Ends the wait for a directory or an issuer.</param>
    ValueTask<SaslStep> NextAsync(ReadOnlyMemory<byte>? response, CancellationToken cancellationToken);
}
