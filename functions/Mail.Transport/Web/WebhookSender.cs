using System.Net;
using System.Text;
using Mail.Core;

namespace Mail.Transport;

/// <summary>Calls a host by HTTPS, at public addresses only; redirects are not followed, and of the answer only the code counts.</summary>
public sealed class WebhookSender(PublicWeb web) : IWebhookSender
{
    /// <summary>Octets of an answer. Nothing in it is read; a host that sends more is not taken for one that has taken the call.</summary>
    private const int MaxAnswer = 64 * 1024;

    public async Task<WebhookAnswer> SendAsync(
        Uri url, IReadOnlyDictionary<string, string> headers, string body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.UserAgent.ParseAdd("Mail.Cloud");
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        try
        {
            return Read((await web.SendAsync(request, MaxAnswer, cancellationToken)).Code);
        }
        catch (Exception e) when (e is HttpRequestException or TimeoutException)
        {
            return new WebhookAnswer(WebhookOutcome.Later, e.Message);
        }
    }

    /// <summary>What may be otherwise later: the host's own trouble, and too many calls (RFC 9110 §15.5.9, §15.6; RFC 6585 §4).</summary>
    private static WebhookAnswer Read(HttpStatusCode code)
    {
        var outcome = (int)code is >= 200 and < 300 ? WebhookOutcome.Taken
            : (int)code >= 500 || code is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests ? WebhookOutcome.Later
            : WebhookOutcome.Refused;
        return new WebhookAnswer(outcome, $"answers {(int)code}");
    }
}
