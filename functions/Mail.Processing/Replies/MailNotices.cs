using System.Globalization;
using Mail.Core;
using Mail.Sieve;
using Microsoft.Extensions.Logging;
using MimeKit;

namespace Mail.Processing;

/// <summary>Tells somebody by mail that a message came: <c>notify</c> with <c>mailto:</c>, RFC 5436.</summary>
public sealed class MailNotices(
    ReplySender senders, ReplyFiling filing, OwnMail mail, FlowOptions options, TimeProvider time, ILogger<MailNotices> logger)
{
    /// <param name="place">From 1, among the notices of this message by the same method. It names the notice: the words may have the time in them.</param>
    /// <returns>What was done, in words.</returns>
    internal async Task<string> NotifyAsync(ReplyContext context, NotifyAction notify, int place, CancellationToken cancellationToken)
    {
        if (!MailtoUri.TryParse(notify.Method, out var uri, out var problem))
        {
            return $"notify tells nobody: {problem}";
        }

        if (ReplyManners.WhyNotNotify(context.Message, context.Verdict) is { } reason)
        {
            SortLog.NotReplied(logger, context.QueueId, "notice", context.Owner.Address, reason);
            return $"notify tells nobody: {reason}";
        }

        List<MailAddress> to = [.. uri.To.Union(uri.Cc)];
        var id = ReplyId.Of(context.QueueId, context.Owner.AccountId, string.Create(CultureInfo.InvariantCulture, $"notify {place} {notify.Method}"));
        var content = await ComposeAsync(id, context, notify, uri, cancellationToken);
        // RFC 5436 §2.7: empty for an empty one; otherwise of the owner, who is not told of what fails.
        await mail.SendAsync(id, context.Envelope.ReversePath is null ? null : context.Owner.Address, to, content, cancellationToken);
        await filing.FileAsync(id, notify.Copy, content, context.Owner, cancellationToken);
        SortLog.Replied(logger, context.QueueId, "notice", id, to[0], context.Owner.Address);
        return $"notify tells {string.Join(", ", to)} as {id}";
    }

    private async Task<ReadOnlyMemory<byte>> ComposeAsync(
        QueueId id, ReplyContext context, NotifyAction notify, MailtoUri uri, CancellationToken cancellationToken)
    {
        var from = await senders.ChooseAsync(notify.From, context.Owner, cancellationToken);
        var notice = ReplyText.Begin(
            id,
            from,
            uri.To,
            notify.Message ?? uri.Subject ?? context.Summary.Subject,
            $"auto-notified; owner-email=\"{Quoted(context.Owner.Address.ToString())}\"",
            options,
            time.GetUtcNow());
        // RFC 5435 §3.4 gives 1 to 3; the field is what mail programs show.
        notice.Headers.Add("X-Priority", notify.Importance switch { 1 => "1 (High)", 3 => "5 (Low)", _ => "3 (Normal)" });
        notice.Cc.AddRange(uri.Cc.Select(address => new MailboxAddress("", address.ToString())));
        // What describes the body is ours to say.
        foreach (var (name, value) in uri.Fields.Where(field => !field.Key.StartsWith("content-", StringComparison.OrdinalIgnoreCase)))
        {
            notice.Headers.Add(name, value);
        }

        notice.Body = ReplyText.Plain(uri.Body ?? $"New mail for {context.Owner.Address}.\r\n\r\nFrom: {context.Summary.From}\r\nSubject: {context.Summary.Subject}\r\n");
        return ReplyText.Write(notice);
    }

    // RFC 2045 §5.1: a parameter's value.
    private static string Quoted(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
