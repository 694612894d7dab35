using System.CommandLine;
using Mail.Processing;
using Mail.Spam;

namespace Mail.Ctl;

/// <summary>What <c>spam score</c> and <c>spam clues</c> share: messages from files are judged as mail for an account is, or by the site's model alone.</summary>
internal abstract class SpamScoring : CtlCommand
{
    private readonly SpamOwnerParameters _owner = new();
    private readonly Argument<string[]> _paths;
    private readonly int _clues;

    /// <param name="clues">How many to tell of each message.</param>
    protected SpamScoring(CtlApp app, string name, int clues, string description, params string[] examples)
        : base(app, name, description, examples)
    {
        _clues = clues;
        Take(_owner.Account);
        Take(_owner.Site);
        _paths = Take(SpamFiles.Argument());
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var (owner, account, objection) = await _owner.ReadAsync(run, cancellationToken);
        if ((objection ?? SpamFiles.Problem(run.Get(_paths))) is { } wrong)
        {
            return wrong;
        }

        var desk = new SpamDesk(run.Storage, Time);
        var models = await desk.Models.GetAsync(owner.AccountId, cancellationToken);
        var policy = await desk.Settings.GetAsync(account, cancellationToken);
        var views = await ScoreAsync(run.Get(_paths), models, policy, cancellationToken);
        run.Answer.Write(views, json => json.IReadOnlyListSpamScoreView, text => Write(text, views));
        return views.Count > 0 ? CommandResult.Done : CommandResult.Refused("There is no message in what was given.");
    }

    protected abstract void Write(TextAnswer text, IReadOnlyList<SpamScoreView> views);

    private async Task<IReadOnlyList<SpamScoreView>> ScoreAsync(string[] paths, SpamModels models, SpamPolicy policy, CancellationToken cancellationToken)
    {
        var views = new List<SpamScoreView>();
        await foreach (var item in new SpamFiles(Console).ReadAsync(paths, cancellationToken))
        {
            await using (item)
            {
                if (item.Message is not { } message)
                {
                    Console.Warn($"{item.Position}: {item.Problem}");
                    continue;
                }

                var text = await TrainingText.ReadAsync(message.Content(), facts: null, keepTexts: _clues > 0, cancellationToken);
                views.Add(SpamScoreView.Of(item.Position, Classifier.Classify(text.Tokens, models.Site, models.Account, policy.Thresholds, _clues)));
            }
        }

        return views;
    }
}
