using System.Net;
using Mail.Core;
using Mail.Smtp;

namespace Mail.Gateway;

/// <summary>Who is who, for one AUTH exchange of one session.</summary>
internal sealed class GatewayAccounts(AccountLogins logins, string mechanism, SmtpSessionInfo session) : ISaslAccounts
{
    private readonly IPAddress? _client = IPAddress.TryParse(session.ClientAddress, out var address) ? address : null;
    private LoginCandidate? _candidate;
    private IReadOnlyList<(ScramKeys Keys, AppPassword? Password)> _offered = [];

    public ValueTask<SaslVerdict> VerifyPasswordAsync(string user, string password, CancellationToken cancellationToken) =>
        GuardedAsync(user, async candidate =>
        {
            var result = await logins.Passwords.VerifyAsync(candidate.Verifiers, password, cancellationToken);
            return result switch
            {
                PasswordResult.Busy => Unavailable("too many passwords are being verified"),
                PasswordResult.Matched matched when candidate.Account is not null =>
                    Accept(candidate, candidate.Passwords.First(own => own.Verifier.Equals(matched.Verifier)).App),
                _ => Refuse(candidate, "wrong password"),
            };
        }, cancellationToken);

    public async ValueTask<ScramLookup> FindScramAsync(string user, CancellationToken cancellationToken)
    {
        ScramLookup? lookup = null;
        var verdict = await GuardedAsync(user, candidate =>
        {
            _candidate = candidate;
            lookup = Offer(candidate);
            return ValueTask.FromResult<SaslVerdict>(new SaslVerdict.Accepted(user));
        }, cancellationToken);
        return lookup ?? ScramLookup.Refused(((SaslVerdict.Refused)verdict).Reply);
    }

    public ValueTask<SaslVerdict> ConcludeScramAsync(string user, ScramKeys? matched, CancellationToken cancellationToken)
    {
        var candidate = _candidate ?? throw new InvalidOperationException("No SCRAM exchange has begun.");
        return new(matched is not null && candidate.Account is not null
            ? Accept(candidate, _offered.First(offer => ReferenceEquals(offer.Keys, matched)).Password)
            : Refuse(candidate, "wrong password"));
    }

    public async ValueTask<SaslVerdict> VerifyTokenAsync(string? user, string token, CancellationToken cancellationToken)
    {
        if (IsBlocked(LoginName.Of(user ?? "")))
        {
            return Blocked();
        }

        var tokens = logins.Tokens ?? throw new InvalidOperationException("No issuer is configured, so no such mechanism is offered.");
        switch (await tokens.ValidateAsync(token, cancellationToken))
        {
            case TokenResult.Unknown unknown:
                return Unavailable(unknown.Reason);
            case TokenResult.Bad bad:
                return RefuseToken(LoginCandidate.Nobody(LoginName.Of(user ?? "")), bad.Status, bad.Reason);
            case TokenResult.Good good:
                return await GuardedAsync(good.Mailbox, candidate => ValueTask.FromResult(AcceptToken(candidate, user)), cancellationToken);
            default:
                throw new InvalidOperationException("A token is good, bad or not known.");
        }
    }

    private SaslVerdict AcceptToken(LoginCandidate candidate, string? user)
    {
        var objection = candidate.Account is null ? "the token's mailbox is no account here"
            : user is not null && LoginName.Of(user) != candidate.Name ? "the token is somebody else's"
            : null;
        if (objection is null)
        {
            return Accept(candidate, null);
        }

        return RefuseToken(candidate, "invalid_token", objection);
    }

    private SaslVerdict.Refused RefuseToken(LoginCandidate candidate, string status, string reason) =>
        Refuse(candidate, reason) with { BearerStatus = status };

    /// <summary>The keys of the salt that most of a user's passwords have: the first one's.</summary>
    private ScramLookup Offer(LoginCandidate candidate)
    {
        var first = candidate.Verifiers[0];
        var offered = candidate.Passwords.Count == 0
            ? [(first, null)]
            : candidate.Passwords.Where(own => own.Verifier.SharesSaltWith(first)).ToList();
        _offered = [.. offered.Select(own => (new ScramKeys(own.Verifier.StoredKey, own.Verifier.ServerKey), own.App))];
        return new ScramLookup { Salt = first.Salt, Iterations = first.Iterations, Keys = [.. _offered.Select(offer => offer.Keys)] };
    }

    private async ValueTask<SaslVerdict> GuardedAsync(
        string user, Func<LoginCandidate, ValueTask<SaslVerdict>> judge, CancellationToken cancellationToken)
    {
        if (IsBlocked(LoginName.Of(user)))
        {
            return Blocked();
        }

        try
        {
            return await judge(await logins.FindAsync(user, cancellationToken));
        }
        catch (StorageUnavailableException e)
        {
            return Unavailable(e.Message);
        }
    }

    private bool IsBlocked(string name) => logins.Guard.IsBlocked(name, _client);

    private SaslVerdict.Accepted Accept(LoginCandidate candidate, AppPassword? password)
    {
        var user = candidate.Account!.Address.ToString();
        logins.Guard.Succeeded(candidate.Name, _client);
        if (password is not null)
        {
            logins.Uses.Note(password);
        }

        AuthenticationMetrics.Count(mechanism, "ok");
        AuthenticationLog.Succeeded(
            logins.Logger, session.Id, user, mechanism, session.ClientAddress, password is null ? "the account's own" : $"app password '{password.Name}'");
        return new SaslVerdict.Accepted(user);
    }

    private SaslVerdict.Refused Refuse(LoginCandidate candidate, string reason)
    {
        var shown = candidate.Account?.Address.ToString() ?? AuthenticationLog.NoAccount;
        AuthenticationMetrics.Count(mechanism, "wrong");
        AuthenticationLog.Failed(logins.Logger, session.Id, shown, mechanism, session.ClientAddress, reason);
        var block = logins.Guard.Failed(candidate.Name, _client);
        if (block > TimeSpan.Zero)
        {
            AuthenticationLog.Blocked(logins.Logger, session.Id, shown, session.ClientAddress, block);
        }

        return new SaslVerdict.Refused(SaslReplies.Invalid);
    }

    private SaslVerdict.Refused Blocked()
    {
        AuthenticationMetrics.Count(mechanism, "blocked");
        return new SaslVerdict.Refused(SaslReplies.Temporary);
    }

    private SaslVerdict.Refused Unavailable(string reason)
    {
        AuthenticationMetrics.Count(mechanism, "unavailable");
        AuthenticationLog.Unavailable(logins.Logger, session.Id, mechanism, session.ClientAddress, reason);
        return new SaslVerdict.Refused(SaslReplies.Temporary);
    }
}
