using System.Globalization;

namespace Mail.Ctl;

internal sealed class SpamStats : CtlCommand
{
    private readonly SpamOwnerParameters _owner = new();

    public SpamStats(CtlApp app)
        : base(
            app,
            "stats",
            "Says what was trained, and what is in the model.",
            "mailctl spam stats --site",
            "mailctl spam stats --account alice@example.test --json")
    {
        Take(_owner.Account);
        Take(_owner.Site);
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var (owner, account, objection) = await _owner.ReadAsync(run, cancellationToken);
        if (objection is not null)
        {
            return objection;
        }

        var pointer = await run.Storage.Models.FindAsync(owner, cancellationToken);
        var head = await run.Storage.Training.HeadAsync(owner, cancellationToken);
        var trainedBy = new SortedDictionary<string, int>(StringComparer.Ordinal);
        await foreach (var label in run.Storage.Training.ListAsync(owner, cancellationToken))
        {
            trainedBy[label.By] = trainedBy.GetValueOrDefault(label.By) + 1;
        }

        var model = SpamModelView.Of(SpamOwnerParameters.Name(account), pointer);
        var view = new SpamStatsView(model, head - (pointer?.Through ?? 0), trainedBy, pointer?.IsBroken == true ? "the model is broken; see: mailctl spam compact" : model.Warning);
        run.Answer.Write(view, json => json.SpamStatsView, text => Write(text, view));
        return CommandResult.Done;
    }

    private static void Write(TextAnswer text, SpamStatsView view) => text.Fields(
        ("Owner", view.Model.Owner),
        ("Ham", view.Model.HamMessages.ToString(CultureInfo.InvariantCulture)),
        ("Spam", view.Model.SpamMessages.ToString(CultureInfo.InvariantCulture)),
        ("Features", view.Model.Features.ToString(CultureInfo.InvariantCulture)),
        ("Model", view.Model.Version.Length == 0 ? "none yet" : view.Model.Version),
        ("Made", view.Model.CompactedAt is { } at ? Moment.Format(at) : null),
        ("Not in it yet", view.Waiting.ToString(CultureInfo.InvariantCulture)),
        ("Trained by", view.TrainedBy.Count == 0 ? null : string.Join(", ", view.TrainedBy.Select(pair => $"{pair.Key} {pair.Value}"))),
        ("Warning", view.Warning));
}
