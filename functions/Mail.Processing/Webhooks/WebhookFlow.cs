using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Processing;

/// <summary>
/// One attempt at one call. Every step may be repeated: a host may be called twice when we die after its answer, under the same id (<c>webhook-id</c>), by which
/// it can tell.
/// </summary>
public sealed class WebhookFlow(IWebhookCalls calls, IWebhookSender sender, WebhookOptions options, TimeProvider time, ILogger<WebhookFlow> logger)
{
    /// <returns>What came of it, in words.</returns>
    /// <exception cref="StorageUnavailableException">The queue has to give the pointer out again.</exception>
    public async Task<string> ProcessAsync(WebhookPointer pointer, CancellationToken cancellationToken)
    {
        if (await calls.FindAsync(pointer, cancellationToken) is not { } call)
        {
            return "no such call: made, or given up";
        }

        var answer = options.Keys is { } keys
            ? await sender.SendAsync(call.Url, keys.Sign(call, time.GetUtcNow()), call.Body, cancellationToken)
            : new WebhookAnswer(WebhookOutcome.Later, "calls cannot be signed, MAIL_KEY is not set");
        var tried = call with { Attempts = call.Attempts + 1, LastAnswer = answer.Words };
        if (answer.Outcome == WebhookOutcome.Later && options.RetryDelay(tried.Attempts) is var delay && time.GetUtcNow() + delay < call.CreatedAt + options.Lifetime)
        {
            await calls.PutOffAsync(tried, delay, cancellationToken);
            SortLog.CallPutOff(logger, call.CallId, call.Url.IdnHost, answer.Words, delay);
            return $"{call.Url.IdnHost}: {answer.Words}, again in {delay}";
        }

        await calls.DeleteAsync(pointer, cancellationToken);
        if (answer.Outcome == WebhookOutcome.Taken)
        {
            SortLog.CallTaken(logger, call.CallId, call.Url.IdnHost, tried.Attempts);
        }
        else
        {
            SortLog.CallGivenUp(logger, call.CallId, call.Url.IdnHost, tried.Attempts, answer.Words);
        }

        return $"{call.Url.IdnHost}: {answer.Words}";
    }
}
