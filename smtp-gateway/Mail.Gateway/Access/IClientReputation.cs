using Mail.Smtp;

namespace Mail.Gateway;

/// <summary>What greylisting wants to know of a client.</summary>
internal interface IClientReputation
{
    /// <summary>One of the operator's own machines.</summary>
    bool IsTrusted(SmtpSessionInfo session);

    /// <summary>Something speaks against the client, though not enough to refuse it. What could not be found out does not.</summary>
    ValueTask<bool> IsSuspiciousAsync(SmtpSessionInfo session, CancellationToken cancellationToken);
}
