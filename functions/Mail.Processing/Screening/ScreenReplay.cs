using System.Globalization;
using Mail.Core;
using Mail.Spam;

namespace Mail.Processing;

/// <summary>
/// Comes to a decision of the spam filter again, from the raw message and what is on record. What was known of the sender is taken from there: the DNS may say
/// something else today, and scanners know more viruses.
/// </summary>
public sealed class ScreenReplay(ISpamModels models, ISpamSettings settings, ScreenOptions options)
{
    /// <summary>By the very models and thresholds of the record.</summary>
    /// <param name="content">The message as spooled, seekable.</param>
    /// <param name="accountId">For whose mailbox it was decided.</param>
    /// <exception cref="StorageUnavailableException">Nothing is known.</exception>
    public async Task<ReplayOutcome> VerifyAsync(Stream content, string accountId, ScreeningRecord record, CancellationToken cancellationToken)
    {
        if (record is not { Class: not null, UnsureFrom: { } unsure, SpamFrom: { } spam })
        {
            return new ReplayOutcome(ReplayStatus.NotFiltered, null, []);
        }

        var known = await models.FindAsync(accountId, record.SiteModel, record.AccountModel, cancellationToken);
        if (known is null)
        {
            return new ReplayOutcome(ReplayStatus.ModelGone, null, []);
        }

        var now = await ClassifyAsync(content, record, known, new SpamThresholds(unsure, spam), cancellationToken);
        var differences = Differences(record, now);
        return new ReplayOutcome(differences.Count == 0 ? ReplayStatus.Same : ReplayStatus.Different, now, differences);
    }

    /// <summary>What the filter would say today: by the models and thresholds of now.</summary>
    /// <param name="content">The message as spooled, seekable.</param>
    /// <exception cref="StorageUnavailableException">Nothing is known.</exception>
    public async Task<ReplayOutcome> RepeatAsync(Stream content, AccountEntry account, ScreeningRecord record, CancellationToken cancellationToken)
    {
        var known = await models.GetAsync(account.AccountId, cancellationToken);
        if (Classification.WhyNotAsked(known, options.MinTrained) is not null)
        {
            return new ReplayOutcome(ReplayStatus.NotFiltered, null, []);
        }

        var policy = await settings.GetAsync(account, cancellationToken);
        var now = await ClassifyAsync(content, record, known, policy.Thresholds, cancellationToken);
        var differences = Differences(record, now);
        return new ReplayOutcome(differences.Count == 0 ? ReplayStatus.Same : ReplayStatus.Different, now, differences);
    }

    private static async Task<ScreeningRecord> ClassifyAsync(
        Stream content, ScreeningRecord record, SpamModels known, SpamThresholds thresholds, CancellationToken cancellationToken)
    {
        content.Position = 0;
        var tokens = await Tokenizer.TokenizeAsync(content, record.Facts, keepTexts: true, cancellationToken);
        return Classification.Write(record, tokens, known, thresholds);
    }

    /// <summary>To the last bit: the same features and counts give the same score everywhere.</summary>
    private static List<string> Differences(ScreeningRecord then, ScreeningRecord now)
    {
        var found = new List<string>();
        Compare(found, "class", then.Class, now.Class);
        Compare(found, "score", Text(then.Score), Text(now.Score));
        Compare(found, "clues", string.Join(" | ", then.Clues), string.Join(" | ", now.Clues));
        return found;
    }

    private static void Compare(List<string> found, string what, string? then, string? now)
    {
        if (then != now)
        {
            found.Add($"{what} was {then ?? "none"}, is {now ?? "none"}");
        }
    }

    private static string? Text(double? score) => score?.ToString("R", CultureInfo.InvariantCulture);
}
