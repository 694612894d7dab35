using System.Globalization;
using Mail.Core;
using Mail.Sieve;
using Microsoft.Extensions.Logging;

namespace Mail.Processing;

/// <summary>
/// Has a host told by HTTPS that a message came: <c>notify</c> with <c>https:</c>, the place of Procmail's pipe to a program. The call is written down here and made
/// by <see cref="WebhookFlow"/>.
/// </summary>
public sealed class WebhookNotices(IWebhookCalls calls, WebhookOptions options, TimeProvider time, ILogger<WebhookNotices> logger)
{
    public const string Scheme = "https:";

    // Ports below belong to other services of the Internet, which shall not be spoken to in our name.
    private const int FirstFreePort = 1024;

    /// <param name="place">From 1, among the calls for this message by the same URL. It names the call: the words may have the time in them.</param>
    /// <returns>What was done, in words.</returns>
    internal async Task<string> NotifyAsync(ReplyContext context, NotifyAction notify, int place, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(notify.Method, UriKind.Absolute, out var url) || WhyNot(url) is not null)
        {
            return $"notify calls nobody: {(url is null ? "the URL cannot be read" : WhyNot(url))}";
        }

        if (!context.Verdict.MayBeForwarded)
        {
            return $"notify calls nobody: {context.Verdict.Reason}";
        }

        var id = ReplyId.Of(context.QueueId, context.Owner.AccountId, string.Create(CultureInfo.InvariantCulture, $"webhook {place} {notify.Method}"));
        await calls.EnqueueAsync(
            new WebhookCall
            {
                AccountId = context.Owner.AccountId,
                CallId = id,
                Url = url,
                Body = Body(id, context, notify).ToJson(),
                CreatedAt = time.GetUtcNow(),
            },
            cancellationToken);
        SortLog.Called(logger, context.QueueId, id, url.IdnHost, context.Owner.Address);
        return $"notify calls {url.IdnHost} as {id}";
    }

    private string? WhyNot(Uri url) =>
        options.Keys is null ? "calls cannot be signed, MAIL_KEY is not set"
        : url.Scheme != Uri.UriSchemeHttps || url.UserInfo.Length > 0 ? "the URL has to be of https, without a user"
        : !url.IsDefaultPort && url.Port < FirstFreePort ? $"port {url.Port} belongs to another service"
        : null;

    private static WebhookBody Body(QueueId id, ReplyContext context, NotifyAction notify) => new(
        Type: "mail.received",
        Id: id.ToString(),
        Account: context.Owner.Address.ToString(),
        Recipient: context.Recipient.ToString(),
        QueueId: context.QueueId.ToString(),
        Sender: context.Envelope.ReversePath?.ToString() ?? "",
        From: context.Summary.From,
        To: context.Summary.To,
        Subject: context.Summary.Subject,
        MessageId: context.Summary.MessageId,
        ReceivedAt: context.Envelope.ArrivedAt,
        Importance: notify.Importance,
        Text: notify.Message);
}
