namespace Mail.Core;

/// <summary>Makes one call.</summary>
public interface IWebhookSender
{
    /// <param name="headers">Beside those that describe the body, which is JSON.</param>
    Task<WebhookAnswer> SendAsync(Uri url, IReadOnlyDictionary<string, string> headers, string body, CancellationToken cancellationToken);
}
