using System.Globalization;
using Mail.Core;
using Mail.Processing;

namespace Mail.Ctl;

/// <summary>What <c>spam train</c> and <c>spam untrain</c> share: messages from files go through the ledger, and the model is made anew.</summary>
internal abstract class SpamTraining : CtlCommand
{
    /// <summary>Skipped files told one by one to people; <c>--json</c> has more.</summary>
    private const int ShownSkipped = 20;

    private const int MaxSkipped = 10_000;

    private readonly SpamOwnerParameters _owner = new();
    private readonly System.CommandLine.Argument<string[]> _paths;
    private readonly List<SkippedMessage> _skipped = [];

    protected SpamTraining(CtlApp app, string name, string description, params string[] examples)
        : base(app, name, description, examples)
    {
        Take(_owner.Account);
        Take(_owner.Site);
        _paths = Take(SpamFiles.Argument());
    }

    /// <summary>What the messages are to be trained as; <c>null</c> to take them out.</summary>
    protected abstract (TrainedAs? As, CommandResult? Objection) ReadClass(CommandRun run);

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var (trainedAs, objection) = ReadClass(run);
        var (owner, account, unknown) = await _owner.ReadAsync(run, cancellationToken);
        var paths = run.Get(_paths);
        if ((objection ?? unknown ?? SpamFiles.Problem(paths)) is { } wrong)
        {
            return wrong;
        }

        var desk = new SpamDesk(run.Storage, Time);
        var batch = desk.OpenBatch(owner);
        var begun = Time.GetTimestamp();
        await TrainAsync(batch, trainedAs, paths, cancellationToken);
        var seconds = Math.Max(0.001, Time.GetElapsedTime(begun).TotalSeconds);
        var pointer = (await desk.Compactor.RunAsync(owner, cancellationToken)).Pointer;
        Write(run, ViewOf(SpamOwnerParameters.Name(account), batch, seconds, pointer));
        return CommandResult.Done;
    }

    private async Task TrainAsync(BatchTraining batch, TrainedAs? trainedAs, string[] paths, CancellationToken cancellationToken)
    {
        try
        {
            await new ProgressDisplay(Console, Time).RunAsync("Reading", SpamFiles.Size(paths), async progress =>
            {
                await foreach (var item in new SpamFiles(Console).ReadAsync(paths, cancellationToken))
                {
                    await using (item)
                    {
                        await AddAsync(batch, trainedAs, item, cancellationToken);
                        progress(item.SourceBytes);
                    }
                }
            });
            await new StepDisplay(Console).RunAsync(trainedAs is null ? "Untraining" : "Training", progress => batch.CommitAsync(progress, cancellationToken));
        }
        catch
        {
            Console.Warn("not everything was done; run the same command again to go on: what is done stays done.");
            throw;
        }
    }

    private async Task AddAsync(BatchTraining batch, TrainedAs? trainedAs, ImportItem item, CancellationToken cancellationToken)
    {
        if (item.Message is not { } message)
        {
            if (_skipped.Count < MaxSkipped)
            {
                _skipped.Add(new SkippedMessage(item.Position, item.Problem ?? "it could not be read"));
            }

            return;
        }

        var text = await TrainingText.ReadAsync(message.Content(), facts: null, keepTexts: false, cancellationToken);
        batch.Add(new TrainingRequest(text, trainedAs, "mailctl", item.Position));
    }

    private SpamTrainView ViewOf(string owner, BatchTraining batch, double seconds, ModelPointer? pointer)
    {
        var (trained, retrained) = (batch.Count(TrainingOutcome.Trained), batch.Count(TrainingOutcome.Retrained));
        var (untrained, unchanged) = (batch.Count(TrainingOutcome.Untrained), batch.Count(TrainingOutcome.Unchanged));
        return new SpamTrainView(
            owner, trained, retrained, untrained, unchanged, _skipped, Math.Round((trained + retrained + untrained + unchanged) / seconds, 1),
            SpamModelView.Of(owner, pointer));
    }

    private void Write(CommandRun run, SpamTrainView view)
    {
        run.Answer.Write(view, json => json.SpamTrainView, text => Write(text, view));
        if (view.Model.Warning is { } warning)
        {
            Console.Warn(warning);
        }
    }

    private static void Write(TextAnswer text, SpamTrainView view)
    {
        text.Fields(
            ("Trained", Number(view.Trained)),
            ("Trained as the other class before", view.Retrained == 0 ? null : Number(view.Retrained)),
            ("Taken out", view.Untrained == 0 ? null : Number(view.Untrained)),
            ("Unchanged", Number(view.Unchanged)),
            ("Skipped", Number(view.Skipped.Count)),
            ("Messages a second", view.PerSecond.ToString("F1", CultureInfo.InvariantCulture)),
            ("Model now", $"{view.Model.HamMessages} ham, {view.Model.SpamMessages} spam, {view.Model.Features} features"));
        foreach (var (position, reason) in view.Skipped.Take(ShownSkipped))
        {
            text.Line($"  {position}: {reason}");
        }
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
