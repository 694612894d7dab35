using System.Net;

namespace Mail.Transport;

/// <summary>The program as a provider knows it (RFC 6749 §2), and its requests.</summary>
/// <param name="id">As the provider has given it.</param>
/// <param name="secret"><c>null</c> for a public client.</param>
/// <param name="send">Sends a request by https and gives the answer; throws as <see cref="PublicWeb"/> does.</param>
public sealed class OAuthClient(string id, string? secret, Func<HttpRequestMessage, CancellationToken, Task<WebAnswer>> send)
{
    /// <summary>Octets of an answer; tokens of Azure have 3 KiB.</summary>
    public const int MaxAnswer = 64 * 1024;

    public string Id => id;

    public string? Secret => secret;

    /// <summary>Asks for tokens (§4.1.3, RFC 8628 §3.4).</summary>
    public async Task<OAuthOutcome> RedeemAsync(Uri endpoint, IReadOnlyList<KeyValuePair<string, string>> parameters, CancellationToken cancellationToken)
    {
        var (code, body, failure) = await PostAsync(endpoint, parameters, cancellationToken);
        if (failure is not null)
        {
            return new OAuthOutcome.Unanswered(failure);
        }

        var answer = TokenAnswer.Read(body);
        return (code, answer) switch
        {
            (HttpStatusCode.OK, { AccessToken: not null, RefreshToken: { } refresh }) => new OAuthOutcome.Granted(refresh),
            (HttpStatusCode.OK, { AccessToken: not null }) => new OAuthOutcome.Refused("it gives no refresh token; the client must be allowed offline access"),
            (_, { Error: "authorization_pending" }) => new OAuthOutcome.Waiting(IsTooFast: false),
            (_, { Error: "slow_down" }) => new OAuthOutcome.Waiting(IsTooFast: true),
            (_, { Error: "access_denied" }) => new OAuthOutcome.Refused("access was denied"),
            (_, { Error: "expired_token" }) => new OAuthOutcome.Refused("the code has expired before it was typed"),
            ( >= HttpStatusCode.InternalServerError, _) => new OAuthOutcome.Unanswered($"{endpoint.IdnHost} answers {(int)code}"),
            _ => new OAuthOutcome.Refused($"{endpoint.IdnHost} answers {(int)code} {answer.Error}".TrimEnd()),
        };
    }

    /// <summary>The body is empty when there is a failure, which says in words why there is no answer.</summary>
    internal async Task<(HttpStatusCode Code, byte[] Body, string? Failure)> PostAsync(
        Uri endpoint, IEnumerable<KeyValuePair<string, string>> parameters, CancellationToken cancellationToken)
    {
        KeyValuePair<string, string>[] all = [new("client_id", id), .. secret is null ? Array.Empty<KeyValuePair<string, string>>() : [new("client_secret", secret)], .. parameters];
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = new FormUrlEncodedContent(all) };
        try
        {
            var answer = await send(request, cancellationToken);
            return (answer.Code, answer.Body, null);
        }
        catch (Exception e) when (e is HttpRequestException or TimeoutException)
        {
            return (default, [], e.Message);
        }
    }
}
