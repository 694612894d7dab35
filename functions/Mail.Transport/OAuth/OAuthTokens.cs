using System.Net;
using Mail.Core;

namespace Mail.Transport;

/// <summary>Access tokens for relays, fetched when they are needed and kept in memory until shortly before they end. One per process.</summary>
internal sealed class OAuthTokens(PublicWeb web, TimeProvider time)
{
    // Of an endpoint's answer; tokens of Azure have 3 KiB.
    private const int MaxAnswer = 64 * 1024;

    // Grants that are remembered: a site has a few relays.
    private const int Capacity = 100;

    // RFC 6749 §5.1 only recommends expires_in.
    private static readonly TimeSpan Unstated = TimeSpan.FromMinutes(5);

    // A token that ends during the login is of no use.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    /// <summary>An endpoint that has refused us is not asked by every message.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(30);

    private readonly RecentlyUsed<OAuthGrant, TokenState> _states = new(Capacity);

    /// <exception cref="HopRefusedException">There is none now: temporary.</exception>
    public async Task<string> GetAsync(OAuthGrant grant, CancellationToken cancellationToken)
    {
        var state = _states.GetOrAdd(grant, _ => new TokenState());
        await state.Gate.WaitAsync(cancellationToken);
        try
        {
            var now = time.GetUtcNow();
            if (state.Token is not { } token || token.Until <= now)
            {
                if (state.Failure is { } failure && now - state.FailedAt < RetryAfter)
                {
                    throw Refused(grant, failure);
                }

                token = state.Token = await FetchAsync(grant, state, cancellationToken);
            }

            return token.Value;
        }
        finally
        {
            state.Gate.Release();
        }
    }

    /// <summary>The relay does not take the token: the next login gets another one.</summary>
    /// <remarks>A refresh token that the endpoint has renewed stays: the one in the settings may be void since.</remarks>
    public void Forget(OAuthGrant grant) => _states.GetOrAdd(grant, _ => new TokenState()).Token = null;

    private async Task<AccessToken> FetchAsync(OAuthGrant grant, TokenState state, CancellationToken cancellationToken)
    {
        var current = grant with { RefreshToken = state.RefreshToken ?? grant.RefreshToken };
        using var request = new HttpRequestMessage(HttpMethod.Post, grant.Endpoint) { Content = new FormUrlEncodedContent(current.Parameters()) };
        string failure;
        try
        {
            var answer = await web.SendAsync(request, MaxAnswer, cancellationToken);
            var said = TokenAnswer.Read(answer.Body);
            if (answer.Code == HttpStatusCode.OK && said.AccessToken is { } token)
            {
                (state.Failure, state.RefreshToken) = (null, said.RefreshToken ?? state.RefreshToken);
                return new AccessToken(token, time.GetUtcNow() + UsableOf(said.Life ?? Unstated));
            }

            failure = $"it answers {(int)answer.Code} {said.Error}".TrimEnd();
        }
        catch (Exception e) when (e is HttpRequestException or TimeoutException)
        {
            failure = e.Message;
        }

        (state.Failure, state.FailedAt) = (failure, time.GetUtcNow());
        throw Refused(grant, failure);
    }

    private static TimeSpan UsableOf(TimeSpan life) => life > 2 * Margin ? life - Margin : life / 2;

    private static HopRefusedException Refused(OAuthGrant grant, string reason) =>
        new("4.7.8", $"no access token from {grant.Endpoint.IdnHost} for {grant.User}: {reason}");
}
