using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Mail.Core;
using MimeKit;

namespace Mail.Processing;

/// <summary>
/// Tells users once a day what waits in their folder for unsure mail: those who want it, and only when something came. A digest is named after its account
/// and day, so that a second run sends none twice.
/// </summary>
public sealed class UnsureDigest(
    IDirectoryEditor directory, IMailboxStore mailboxes, ISpamSettings settings, OwnMail mail, FlowOptions options, TimeProvider time)
{
    /// <summary>Messages that are listed one by one. Who gets more looks into the folder.</summary>
    private const int MaxListed = 100;

    /// <summary>Characters of a sender and of a subject, in their columns.</summary>
    private const int MaxText = 60;

    /// <summary>For the day that is over, in UTC.</summary>
    /// <returns>How many were sent.</returns>
    /// <exception cref="StorageUnavailableException">Run it again.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var day = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(-1);
        var sent = 0;
        await foreach (var account in directory.ListAccountsAsync(domain: null, cancellationToken))
        {
            if (account.Enabled && await settings.GetAsync(account, cancellationToken) is { Digest: true } policy)
            {
                sent += await SendAsync(account, policy, day, cancellationToken) ? 1 : 0;
            }
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
