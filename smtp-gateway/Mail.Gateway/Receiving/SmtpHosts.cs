using Mail.Core;
using Mail.Smtp;

namespace Mail.Gateway;

/// <summary>Gives each connection what its session asks.</summary>
internal sealed class SmtpHosts(
    AccessPolicy access, ClientPolicy clients, PacePolicy pace, RecipientPolicy recipients, Refusals refusals, ISpool spool, Acceptor acceptor,
    SpoolHealth health, ISiteSettings settings, GatewayOptions options, GatewayAuthenticator authenticator, SubmissionPolicy submission,
    TimeProvider time, ILogger<SmtpHost> logger)
{
    /// <param name="clientGone">Cancelled when the client's connection ends.</param>
    public ISmtpHost ForMail(CancellationToken clientGone) => NewHost(clientGone);

    /// <inheritdoc cref="ForMail"/>
    public ISmtpHost ForSubmission(CancellationToken clientGone) =>
        new SubmissionHost(NewHost(clientGone), authenticator, submission, refusals, time);

    /// <summary>For a connection that is sent away in place of the greeting.</summary>
    public ISmtpHost Refusing(Refusal refusal) => new RefusingHost(refusals, refusal);

    private SmtpHost NewHost(CancellationToken clientGone) =>
        new(access, clients, pace, recipients, refusals, spool, acceptor, health, settings, options, time, logger, clientGone);
}
