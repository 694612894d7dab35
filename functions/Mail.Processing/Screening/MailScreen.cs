using Mail.Core;
using Mail.Spam;
using Microsoft.Extensions.Logging;

namespace Mail.Processing;

/// <summary>
/// Who sent it, what scanners say, how much it looks like spam. Everything that comes from outside is bounded in time and size, and a fault in a check is no
/// reason not to deliver: only a storage that cannot be reached puts a message off.
/// </summary>
public sealed class MailScreen(
    SenderCheck senders,
    ContentScanning scanning,
    SubmissionScreen submissions,
    DmarcHandling dmarc,
    ISpamModels models,
    ISpamSettings settings,
    ScreenOptions options,
    ILogger<MailScreen> logger) : IScreen
{
    /// <summary>Facts that take part in a score and go on record; more are of a scanner that knows no end.</summary>
    private const int MaxFacts = 64;

    public async ValueTask<ScreenVerdict> ScreenAsync(SpooledMessage message, CancellationToken cancellationToken)
    {
        if (OwnMessages.WhyPassed(message.Envelope) is { } reason)
        {
            return new ScreenVerdict($"passed: {reason}");
        }

        if (message.Envelope.AuthenticatedUser is { } user)
        {
            return await submissions.ScreenAsync(message, user, cancellationToken);
        }

        var sender = await CheckAsync(message, cancellationToken);
        var scan = await scanning.ScanAsync(new ScanRequest(message.Envelope, message.Content), cancellationToken);
        List<string> facts = [.. sender.Facts.Concat(scan.Facts).Take(MaxFacts).Select(fact => ScanText.Clean(fact, ScreeningRecord.MaxText))];
        var verdict = new ScreenVerdict("")
        {
            Scan = scan,
            Action = scan.Action,
            Standing = sender.Standing,
            Sender = sender,
            Tokens = scan.Action < ScanAction.Defer ? await TokenizeAsync(message, facts, cancellationToken) : null,
            Record = new ScreeningRecord
            {
                Facts = facts,
                Findings = [.. scan.Results.Select(result => result.ToString())],
                Authentication = sender.Verdict is null ? null : SenderFacts.Results(sender.Fields),
            },
        };

        var judged = await DecideAsync(verdict, account: null, cancellationToken);
        ScreenLog.Screened(logger, message.Envelope.QueueId, judged.Reason);
        return verdict with { Reason = judged.Reason, MayBeForwarded = judged.MayBeForwarded };
    }

    public ValueTask<MailboxVerdict> JudgeAsync(ScreenVerdict verdict, AccountEntry account, CancellationToken cancellationToken) => verdict.Record is null
        ? new(MailboxVerdict.Of(verdict))
        : DecideAsync(verdict, account, cancellationToken);

    /// <param name="account"><c>null</c>: for addresses elsewhere, by what holds for the site.</param>
    private async ValueTask<MailboxVerdict> DecideAsync(ScreenVerdict verdict, AccountEntry? account, CancellationToken cancellationToken)
    {
        var policy = await settings.GetAsync(account, cancellationToken);
        var (record, filter) = await ClassifyAsync(verdict, account, policy, cancellationToken);
        var asked = await dmarc.DecideAsync(verdict.Sender?.Verdict, account, cancellationToken);
        var place = asked?.Action switch
        {
            // A person has looked at it.
            _ when verdict.ReleasedBy.Length > 0 => FilingPlace.Inbox,
            DmarcAction.Discard => FilingPlace.Nowhere,
            DmarcAction.File => FilingPlace.Junk,
            _ when verdict.Scan.Action == ScanAction.Junk => FilingPlace.Junk,
            _ => Classification.PlaceOf(record.Class),
        };
        return new MailboxVerdict(verdict.ReleasedBy.Length > 0 ? verdict.Reason : Words(filter, verdict, asked))
        {
            Place = place,
            ReviewFolder = policy.ReviewFolder,
            MayBeForwarded = place == FilingPlace.Inbox,
            Standing = verdict.Standing,
            Score = record.Score,
            VirusStatus = VirusStatus(verdict.Scan),
            Record = record with { Policy = asked?.Words },
        };
    }

    /// <returns>The record with what the filter says, and that in words.</returns>
    private async ValueTask<(ScreeningRecord Record, string Words)> ClassifyAsync(
        ScreenVerdict verdict, AccountEntry? account, SpamPolicy policy, CancellationToken cancellationToken)
    {
        var record = verdict.Record!;
        if (verdict.Tokens is not { } tokens)
        {
            return (record, "not filtered");
        }

        var known = await models.GetAsync(account?.AccountId, cancellationToken);
        if (Classification.WhyNotAsked(known, options.MinTrained) is { } reason)
        {
            return (record, $"ham: {reason}");
        }

        record = Classification.Write(record, tokens, known, policy.Thresholds);
        return (record, Classification.Words(record));
    }

    private async ValueTask<SenderFinding> CheckAsync(SpooledMessage message, CancellationToken cancellationToken)
    {
        try
        {
            return await senders.CheckAsync(message, cancellationToken);
        }
        catch (Exception e) when (e is not (OperationCanceledException or StorageUnavailableException))
        {
            ScreenLog.SenderFault(logger, e, message.Envelope.QueueId);
            return new SenderFinding(SenderStanding.Unverified) { Words = "an error in finding out who sent it" };
        }
    }

    private async ValueTask<TokenList?> TokenizeAsync(SpooledMessage message, IReadOnlyList<string> facts, CancellationToken cancellationToken)
    {
        try
        {
            message.Content.Position = 0;
            return await Tokenizer.TokenizeAsync(message.Content, facts, keepTexts: true, cancellationToken);
        }
        catch (Exception e) when (e is not (OperationCanceledException or StorageUnavailableException))
        {
            ScreenLog.FilterFault(logger, e, message.Envelope.QueueId);
            return null;
        }
        finally
        {
            message.Content.Position = 0;
        }
    }

    private static string Words(string filter, ScreenVerdict verdict, DmarcOutcome? asked) => string.Join(
        "; ", new[] { filter, verdict.Sender?.Words, asked?.Words, verdict.Scan.Reason }.Where(words => !string.IsNullOrEmpty(words)));

    // RFC 5235 §3.3.1: 1 is clean, 3 may be infected, 5 is.
    private static int? VirusStatus(ScanReport scan) =>
        scan.Results.Any(result => result.Finding is ScanFinding.Infected) ? 5
        : scan.Results.Any(result => result.Finding is ScanFinding.Suspicious or ScanFinding.Blocked) ? 3
        : scan.Results.Any(result => result.Finding is ScanFinding.Clean) ? 1
        : null;
}
