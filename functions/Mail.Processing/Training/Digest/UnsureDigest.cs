using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Mail.Core;
using Microsoft.Extensions.Logging;
using MimeKit;

namespace Mail.Processing;

/// <summary>
/// Tells users once a day what waits in their folder for unsure mail: those who want it, and only when something came. A digest is named after its account
/// and day, so that no run sends one twice, and the next makes up for a day that was missed.
/// </summary>
public sealed class UnsureDigest(
    IDirectoryEditor directory, IMailboxStore mailboxes, ISpamSettings settings, OwnMail mail, FlowOptions options, TimeProvider time,
    ILogger<UnsureDigest> logger)
{
    /// <summary>Messages that are listed one by one. Who gets more looks into the folder.</summary>
    private const int MaxListed = 100;

    /// <summary>Days that are over and looked at. The spool keeps digests longer than that, so those that were sent are known.</summary>
    private const int Days = 2;

    /// <summary>Characters of a sender and of a subject, in their columns.</summary>
    private const int MaxText = 60;

    /// <summary>For the days that are over, in UTC.</summary>
    /// <returns>How many there are, those of an earlier run included.</returns>
    /// <exception cref="StorageUnavailableException">Run it again.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var sent = 0;
        await foreach (var account in directory.ListAccountsAsync(domain: null, cancellationToken))
        {
            try
            {
                sent += await SendAsync(account, today, cancellationToken);
            }
            catch (UnusableRowException e)
            {
                // A row that somebody has spoiled is one account's misfortune, or one domain's.
                TrainingLog.DigestFailed(logger, account.AccountId, e.Message);
            }
        }

        return sent;
    }

    private async Task<int> SendAsync(AccountEntry account, DateOnly today, CancellationToken cancellationToken)
    {
        if (!account.Enabled || await settings.GetAsync(account, cancellationToken) is not { Digest: true } policy)
        {
            return 0;
        }

        var sent = 0;
        for (var day = today.AddDays(-Days); day < today; day = day.AddDays(1))
        {
            sent += await SendAsync(account, policy, day, cancellationToken) ? 1 : 0;
        }

        return sent;
    }

    private async Task<bool> SendAsync(AccountEntry account, SpamPolicy policy, DateOnly day, CancellationToken cancellationToken)
    {
        var unsure = await mailboxes.ListAsync(account.AccountId, policy.ReviewFolder, cancellationToken)
            .Where(message => DateOnly.FromDateTime(message.ReceivedAt.UtcDateTime) == day && message.Decision.Screening?.Class == "unsure")
            .Take(MaxListed + 1)
            .ToListAsync(cancellationToken);
        if (unsure.Count == 0)
        {
            return false;
        }

        var id = IdOf(account, day);
        await mail.SendAsync(id, reversePath: null, [account.Address], Write(id, account, policy, day, unsure), cancellationToken);
        return true;
    }

    /// <summary>The same in every run, with the time of the day's end: the spool keeps it as long as others of that time.</summary>
    private static QueueId IdOf(AccountEntry account, DateOnly day) => QueueId.Derive(
        new DateTimeOffset(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero),
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"digest {account.AccountId} {day:yyyy-MM-dd}"))));

    private ReadOnlyMemory<byte> Write(QueueId id, AccountEntry account, SpamPolicy policy, DateOnly day, List<MailboxMessage> unsure)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Mail of {day:yyyy-MM-dd} of which the filter was not sure is in your folder {policy.ReviewFolder}:\r\n\r\n");
        foreach (var message in unsure.Take(MaxListed))
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{message.ReceivedAt.UtcDateTime:HH:mm}  {message.Decision.Screening?.Score:F2}  {Cut(message.Summary.From)}  {Cut(message.Summary.Subject)}\r\n");
        }

        text.Append(unsure.Count > MaxListed ? "… and more.\r\n" : "");
        text.Append("\r\nMove what is spam into Junk and what is not into another folder: the filter learns from it.\r\n");
        var subject = string.Create(CultureInfo.InvariantCulture, $"Unsure mail of {day:yyyy-MM-dd}");
        // RFC 3834 §5: nobody answers it, and no rule's vacation does.
        var digest = ReplyText.Begin(id, new MailboxAddress("", account.Address.ToString()), [account.Address], subject, "auto-generated", options, time.GetUtcNow());
        digest.Body = ReplyText.Plain(text.ToString());
        return ReplyText.Write(digest);
    }

    private static string Cut(string text) => (text.Length > MaxText ? text[..(char.IsHighSurrogate(text[MaxText - 1]) ? MaxText - 1 : MaxText)] : text).PadRight(MaxText);
}
