using Mail.Smtp;

namespace Mail.Gateway;

/// <summary>By what has been found out about the client of the session.</summary>
internal sealed class ClientReputation : IClientReputation
{
    public bool IsTrusted(SmtpSessionInfo session) => ClientFacts.Of(session).IsExempt;

    public ValueTask<bool> IsSuspiciousAsync(SmtpSessionInfo session, CancellationToken cancellationToken) =>
        ClientFacts.Of(session).IsSuspiciousAsync(cancellationToken);
}
