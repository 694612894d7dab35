namespace Mail.Smtp;

/// <summary>
/// What the mechanisms ask about users; one for each session, so that the one behind it knows the client. A verdict must take as long for a
/// user who does not exist as for one who does. Failures of storage are verdicts too, not exceptions.
/// </summary>
public interface ISaslAccounts
{
    /// <summary>PLAIN and LOGIN.</summary>
    /// <param name="user">As the client sent it.</param>
    /// <param name="password">As the client sent it.</param>
    ValueTask<SaslVerdict> VerifyPasswordAsync(string user, string password, CancellationToken cancellationToken);

    /// <summary>SCRAM: what the server has of the user's passwords. For an unknown user something that cannot be told from it.</summary>
    ValueTask<ScramLookup> FindScramAsync(string user, CancellationToken cancellationToken);

    /// <summary>SCRAM: the proof has been checked.</summary>
    /// <param name="user">As given to <see cref="FindScramAsync"/>.</param>
    /// <param name="matched">The key that the proof fits; <c>null</c> when it fits none.</param>
    ValueTask<SaslVerdict> ConcludeScramAsync(string user, ScramKeys? matched, CancellationToken cancellationToken);

    /// <summary>OAUTHBEARER and XOAUTH2.</summary>
    /// <param name="user">Whom the client wants to be; <c>null</c> leaves that to the token.</param>
    /// <param name="token">The access token, without <c>Bearer</c>.</param>
    ValueTask<SaslVerdict> VerifyTokenAsync(string? user, string token, CancellationToken cancellationToken);
}
