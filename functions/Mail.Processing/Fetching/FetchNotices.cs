using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Mail.Core;
using MimeKit;

namespace Mail.Processing;

/// <summary>Tells the owner of a remote account, by a message into his mailbox, what he has to know. May be repeated: each is delivered once.</summary>
public sealed class FetchNotices(OwnMail mail, FlowOptions options, TimeProvider time)
{
    /// <summary>Messages that one notice names, of those that stay; the rest are counted. As many as somebody reads.</summary>
    internal const int MaxNamed = 20;

    /// <param name="health">Its <see cref="FetchHealth.FailingSince"/> names the series of failures.</param>
    internal Task FailingAsync(RemoteAccount account, FetchHealth health, bool isPaused, CancellationToken cancellationToken) => SendAsync(
        account,
        health.FailingSince ?? time.GetUtcNow(),
        isPaused ? "paused" : "failing",
        $"No mail is collected from {account.Host}",
        $"""
        Since {When(health.FailingSince)} no mail could be collected from {account.User} at {account.Host}:

          {health.Problem}

        {(isPaused
            ? "It is not tried again before somebody sets the right password and resumes it, so that the account there is not locked:"
            : "It is tried again, ever more rarely. You get another message when it works again. To look at it:")}

          mailctl fetch log {account.Key}
          mailctl fetch password {account.Key}
          mailctl fetch resume {account.Key}

        """,
        cancellationToken);

    internal Task RecoveredAsync(RemoteAccount account, FetchHealth before, CancellationToken cancellationToken) => SendAsync(
        account,
        before.FailingSince ?? time.GetUtcNow(),
        "recovered",
        $"Mail is collected from {account.Host} again",
        $"""
        Mail of {account.User} at {account.Host} is collected again, after {(before.Failures == 1 ? "a failure" : $"{before.Failures.ToString(CultureInfo.InvariantCulture)} failures")} since {When(before.FailingSince)}.
        Nothing is lost: what came there in the meantime comes now.

        """,
        cancellationToken);

    internal Task LeftThereAsync(RemoteAccount account, LeftNotice left, CancellationToken cancellationToken) => SendAsync(
        account,
        left.At,
        $"left {left.Name}",
        left.Count == 1 ? $"A message stays at {account.Host}" : $"{left.Count.ToString(CultureInfo.InvariantCulture)} messages stay at {account.Host}",
        $"""
        {(left.Count == 1 ? "A message was" : "Messages were")} not collected from {account.User} at {account.Host}, folder {ScanText.Clean(left.Folder, 200)}:
        {left.Reason}.

        {string.Join("\n", left.Named.Select(Lines))}{(left.Count > left.Named.Count ? string.Create(CultureInfo.InvariantCulture, $"\n  … and {left.Count - left.Named.Count} more.\n") : "")}
        What stays there can be read there. You are not told of it again.

        """,
        cancellationToken);

    private static string Lines(FetchedRemark message) => $"""
          From:    {ScanText.Clean(message.From, 200)}
          Subject: {ScanText.Clean(message.Subject, 200)}
          Size:    {message.Size.ToString("N0", CultureInfo.InvariantCulture)} octets

        """;

    private async Task SendAsync(RemoteAccount account, DateTimeOffset at, string what, string subject, string text, CancellationToken cancellationToken)
    {
        var id = QueueId.Derive(at, SHA256.HashData(Encoding.UTF8.GetBytes($"{account.Id} {what} {at:O}")));
        var to = account.Key.Target;
        var notice = ReplyText.Begin(
            id, new MailboxAddress("Mail.Cloud", $"postmaster@{to.Domain}"), [to], subject, "auto-generated", options, time.GetUtcNow());
        notice.Body = ReplyText.Plain(text.ReplaceLineEndings("\r\n"));
        await mail.SendAsync(id, reversePath: null, [to], ReplyText.Write(notice), cancellationToken);
    }

    private static string When(DateTimeOffset? time) => time is { } since ? since.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC" : "now";
}
