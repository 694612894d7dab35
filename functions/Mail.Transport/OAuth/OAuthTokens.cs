using System.Globalization;
using System.Text.Json;
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
    public void Forget(OAuthGrant grant) => _states.Remove(grant);

    private async Task<AccessToken> FetchAsync(OAuthGrant grant, TokenState state, CancellationToken cancellationToken)
    {
        var current = grant with { RefreshToken = state.RefreshToken ?? grant.RefreshToken };
        using var request = new HttpRequestMessage(HttpMethod.Post, grant.Endpoint) { Content = new FormUrlEncodedContent(current.Parameters()) };
        string failure;
        try
        {
            var answer = await web.SendAsync(request, MaxAnswer, cancellationToken);
            if (Read(answer, state) is { } token)
            {
                state.Failure = null;
                return token;
            }

            failure = $"it answers {(int)answer.Code}{ErrorOf(answer)}";
        }
        catch (Exception e) when (e is HttpRequestException or TimeoutException)
        {
            failure = e.Message;
        }

        (state.Failure, state.FailedAt) = (failure, time.GetUtcNow());
        throw Refused(grant, failure);
    }

    private AccessToken? Read(WebAnswer answer, TokenState state)
    {
        if ((int)answer.Code != 200 || Parse(answer.Body) is not { } root || Text(root, "access_token") is not { Length: > 0 } token || !IsToken(token))
        {
            return null;
        }

        state.RefreshToken = Text(root, "refresh_token") ?? state.RefreshToken;
        var life = root.TryGetProperty("expires_in", out var seconds) && SecondsOf(seconds) is > 0 and var stated ? TimeSpan.FromSeconds(stated) : Unstated;
        return new AccessToken(token, time.GetUtcNow() + (life > 2 * Margin ? life - Margin : life / 2));
    }

    // RFC 6749 §5.1 has a number; some endpoints write it as a string.
    private static int? SecondsOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.TryGetInt32(out var seconds) ? seconds : null,
        JsonValueKind.String => int.TryParse(value.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : null,
        _ => null,
    };

    // RFC 6750 §2.1: it goes into a command, so nothing but what can stand there.
    private static bool IsToken(string text) => !text.AsSpan().ContainsAnyExceptInRange('!', '~');

    // RFC 6749 §5.2: one word for programs. The rest of the answer is not told to anybody.
    private static string ErrorOf(WebAnswer answer) =>
        Parse(answer.Body) is { } root && Text(root, "error") is { Length: > 0 and <= 64 } error && error.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? $" {error}" : "";

    private static JsonElement? Parse(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 16 });
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static HopRefusedException Refused(OAuthGrant grant, string reason) =>
        new("4.7.8", $"no access token from {grant.Endpoint.IdnHost} for {grant.User}: {reason}");
}
