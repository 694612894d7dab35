using System.CommandLine;
using System.Globalization;
using Mail.Core;
using Mail.Processing;

namespace Mail.Ctl;

internal sealed class SpamWhatIf : CtlCommand
{
    private const int DefaultLimit = 1000;

    private readonly Argument<MailAddress> _address;
    private readonly Option<string[]> _untrain;
    private readonly Option<string?> _folder;
    private readonly Option<int> _limit;

    public SpamWhatIf(CtlApp app)
        : base(
            app,
            "whatif",
            "Says which messages of a mailbox would be classified otherwise if some were untrained. Nothing is changed.",
            "mailctl spam whatif alice@example.test --untrain 01k9zq3v",
            "mailctl spam whatif alice@example.test --untrain 17 18 --folder Junk --limit 200")
    {
        _address = Take(Parameters.Address());
        _untrain = Take(new Option<string[]>("--untrain")
        {
            Description = "Ids of messages in the mailbox, or their beginnings; with --folder also UIDs.",
            HelpName = "ID",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        });
        _folder = Take(Parameters.Folder("Look at this folder only."));
        _limit = Take(new Option<int>("--limit") { Description = "Look at so many messages at most, newest first.", DefaultValueFactory = _ => DefaultLimit });
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        if (await AccountLookup.FindAsync(run, run.Get(_address), cancellationToken) is not { } account)
        {
            return AccountLookup.NotFound(run.Get(_address));
        }

        var removed = new List<MailboxMessage>();
        foreach (var id in run.Get(_untrain) ?? [])
        {
            var (message, objection) = await new MailboxLookup(run.Storage.Mailboxes).FindAsync(account, run.Get(_folder), id, cancellationToken);
            if (message is null)
            {
                return objection!;
            }

            removed.Add(message);
        }

        var desk = new SpamDesk(run.Storage, Time);
        await desk.Compactor.RunAsync(ModelOwner.Account(account.AccountId), cancellationToken);
        var whatIf = new WhatIf(run.Storage.Mailboxes, run.Storage.Training, desk.Models, desk.Settings);
        if (await whatIf.UntrainAsync(account, removed, cancellationToken) is { } untrained)
        {
            return CommandResult.Refused($"Message {untrained.Id} was not trained for {account.Address}.");
        }

        var view = await LookAsync(run, whatIf, account, cancellationToken);
        run.Answer.Write(view, json => json.SpamWhatIfView, text => Write(text, view));
        return CommandResult.Done;
    }

    private async Task<SpamWhatIfView> LookAsync(CommandRun run, WhatIf whatIf, AccountEntry account, CancellationToken cancellationToken)
    {
        var limit = Math.Max(1, run.Get(_limit));
        var messages = await run.Storage.Mailboxes.ListAsync(account.AccountId, run.Get(_folder), cancellationToken).Take(limit + 1).ToListAsync(cancellationToken);
        var flips = new List<SpamFlipView>();
        var looked = messages.Take(limit).ToList();
        await new ProgressDisplay(Console, Time).RunAsync("Looking", looked.Sum(message => message.Size), async progress =>
        {
            foreach (var message in looked)
            {
                if (await whatIf.LookAsync(account, message, cancellationToken) is { } flip)
                {
                    flips.Add(new SpamFlipView(
                        message.Id, message.Folder, message.Summary.From, message.Summary.Subject,
                        Word(flip.Before.Class), flip.Before.Score, Word(flip.After.Class), flip.After.Score));
                }

                progress(message.Size);
            }
        });
        return new SpamWhatIfView(looked.Count, flips, messages.Count <= limit);
    }

    private static void Write(TextAnswer text, SpamWhatIfView view)
    {
        text.Line($"{view.Flips.Count} of {view.Looked} messages would be classified otherwise{(view.IsAll ? "." : "; there are more: --limit")}");
        text.Table(
            [new("Id"), new("Folder"), new("Now"), new("Then"), new("From", MayWrap: true), new("Subject", MayWrap: true)],
            view.Flips.Select(flip => (string[])
            [
                flip.Id, flip.Folder, Scored(flip.Before, flip.ScoreBefore), Scored(flip.After, flip.ScoreAfter), flip.From, flip.Subject,
            ]));
    }

    private static string Scored(string word, double score) => string.Create(CultureInfo.InvariantCulture, $"{word} {score:F3}");

    private static string Word(Mail.Spam.SpamClass spamClass) => spamClass.ToString().ToLowerInvariant();
}
