using System.Net;
using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Transport;

/// <summary>
/// Access tokens for remote accounts, made of the grants that their owners gave (<c>mailctl fetch authorize</c>), and kept in memory until shortly before they
/// end. A refresh token that the provider renews is stored before anything else is done: the old one may be void.
/// </summary>
/// <param name="send">Sends a request by https and gives the answer; throws as <see cref="PublicWeb"/> does.</param>
public sealed partial class RemoteTokens(
    Func<HttpRequestMessage, CancellationToken, Task<WebAnswer>> send, IRemoteSecrets secrets, TimeProvider time, ILogger<RemoteTokens> logger) : IAccessTokens
{
    /// <summary>Accounts of which something is remembered: those that one process visits within the hour that a token lives, 4 KiB each.</summary>
    private const int Capacity = 10_000;

    // RFC 6749 §5.1 only recommends expires_in.
    private static readonly TimeSpan Unstated = TimeSpan.FromMinutes(5);

    // The contract's minute, and one for a clock of theirs or ours that is ahead.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(2);

    private readonly RecentlyUsed<string, RemoteTokenState> _states = new(Capacity);

    public async ValueTask<string> GetAsync(RemoteAccount account, CancellationToken cancellationToken)
    {
        var state = _states.GetOrAdd(account.Id, _ => new RemoteTokenState());
        await state.Gate.WaitAsync(cancellationToken);
        try
        {
            var grant = await ReadAsync(account, cancellationToken);
            // A row that was read before we renewed the grant in it has the one before.
            grant = grant == state.Before ? state.Grant! : grant;
            if (grant == state.Grant && state.Token is { } token && token.Until > time.GetUtcNow())
            {
                await KeepAsync(account, state, cancellationToken);
                return token.Value;
            }

            return await RefreshAsync(account, grant, state, cancellationToken);
        }
        finally
        {
            state.Gate.Release();
        }
    }

    public void Forget(RemoteAccount account)
    {
        if (_states.GetOrAdd(account.Id, _ => new RemoteTokenState()) is { } state)
        {
            state.Token = null;
        }
    }

    private async ValueTask<OAuthGrant> ReadAsync(RemoteAccount account, CancellationToken cancellationToken)
    {
        try
        {
            return OAuthGrant.TryParse(await secrets.ReadAsync(account, cancellationToken), out var grant)
                ? grant
                : throw new RemoteMailboxException(RemoteFailure.Settings, $"{account.Key} has no grant; see: mailctl fetch authorize {account.Key}");
        }
        catch (StorageUnavailableException e)
        {
            throw new RemoteMailboxException(RemoteFailure.Unreachable, $"the vault with the grant of {account.Key} does not answer", e);
        }
    }

    private async ValueTask<string> RefreshAsync(RemoteAccount account, OAuthGrant grant, RemoteTokenState state, CancellationToken cancellationToken)
    {
        var (code, body, failure) = await new OAuthClient(grant.ClientId, grant.ClientSecret, send)
            .PostAsync(grant.Endpoint, grant.Parameters().Where(parameter => !parameter.Key.StartsWith("client_", StringComparison.Ordinal)), cancellationToken);
        var answer = TokenAnswer.Read(body);
        if (failure is not null || code != HttpStatusCode.OK || answer.AccessToken is not { } value)
        {
            throw Refused(account, grant, answer.Error, failure ?? $"{grant.Endpoint.IdnHost} answers {(int)code} {answer.Error}".TrimEnd());
        }

        var renewed = answer.RefreshToken is { } next && next != grant.RefreshToken ? grant with { RefreshToken = next } : grant;
        state.Token = new AccessToken(value, time.GetUtcNow() + UsableOf(answer.Life ?? Unstated));
        (state.Before, state.Grant, state.IsUnkept) = (renewed == grant ? state.Before : grant, renewed, state.IsUnkept || renewed != grant);
        await KeepAsync(account, state, cancellationToken);
        return value;
    }

    /// <summary>Stores a renewed grant. When that fails the old one may still do, and the next visit tries again.</summary>
    private async ValueTask KeepAsync(RemoteAccount account, RemoteTokenState state, CancellationToken cancellationToken)
    {
        if (!state.IsUnkept)
        {
            return;
        }

        try
        {
            await secrets.ReplaceAsync(account, state.Grant!.ToJson(), cancellationToken);
            state.IsUnkept = false;
        }
        catch (Exception e) when (e is StorageUnavailableException or RemoteMailboxException)
        {
            LogUnkept(logger, account.Key.ToString(), e);
        }
    }

    private static RemoteMailboxException Refused(RemoteAccount account, OAuthGrant grant, string? error, string reason) => error switch
    {
        // RFC 6749 §5.2; the other two are Microsoft's for "somebody has to log in".
        "invalid_grant" or "interaction_required" or "consent_required" => new RemoteMailboxException(
            RemoteFailure.Credentials, $"{grant.Endpoint.IdnHost} does not take the grant any more ({error}): mailctl fetch authorize {account.Key}")
        {
            IsFinal = true,
        },
        "invalid_client" or "unauthorized_client" or "invalid_scope" or "unsupported_grant_type" or "invalid_request" =>
            new RemoteMailboxException(RemoteFailure.Settings, $"{grant.Endpoint.IdnHost} does not take this client ({error})"),
        _ => new RemoteMailboxException(RemoteFailure.Unreachable, $"no access token for {account.Key}: {reason}"),
    };

    private static TimeSpan UsableOf(TimeSpan life) => life > 2 * Margin ? life - Margin : life / 2;

    [LoggerMessage(690, LogLevel.Warning, "The renewed grant of {Account} could not be stored: if this process ends before it can be, its owner may have to authorize us again")]
    private static partial void LogUnkept(ILogger logger, string account, Exception error);
}
