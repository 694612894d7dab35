using System.CommandLine;

namespace Mail.Ctl;

/// <summary>Needs no storage: trains a model of its own in memory and throws it away.</summary>
internal sealed class SpamEval : CtlCommand
{
    private readonly Option<string> _train;
    private readonly Option<string> _test;
    private readonly Option<bool> _online;
    private readonly Option<string?> _scores;

    public SpamEval(CtlApp app)
        : base(
            app,
            "eval",
            "Measures the spam filter on labelled mail: trains on one list, tests on another.",
            "mailctl spam eval --train train.tsv --test test.tsv",
            "mailctl spam eval --train first.tsv --test all.tsv --online --scores scores.tsv --json")
    {
        _train = Take(ListOption("--train", "List of what to learn first: a line 'path<TAB>ham' or 'path<TAB>spam' for each message, paths as seen from the list."));
        _test = Take(ListOption("--test", "List of what to score, in this order."));
        _online = Take(new Option<bool>("--online") { Description = "Learn each message of the test after it was scored. The list to learn first may then be left out." });
        _scores = Take(Parameters.Text("--scores", "Write 'label<TAB>score<TAB>path' for each message of the test.", "FILE"));
    }

    public override bool NeedsStorage => false;

    public override Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var isOnline = run.Get(_online);
        if (run.Get(_test) is not { } testName)
        {
            return Task.FromResult(CommandResult.Usage("Say what to score: --test LIST."));
        }

        if (run.Get(_train) is null && !isOnline)
        {
            return Task.FromResult(CommandResult.Usage("Say what to learn from: --train LIST, or --online."));
        }

        if (!EvalList.TryRead(testName, out var test, out var error) || !TryReadTraining(run.Get(_train), out var training, out error))
        {
            return Task.FromResult(CommandResult.Refused(error));
        }

        var outcome = new EvalRun(Time, cancellationToken).Run(training, test, isOnline);
        if (run.Get(_scores) is { } scores)
        {
            EvalScores.Write(scores, outcome.Scores);
        }

        var view = EvalView.From(outcome);
        run.Answer.Write(view, json => json.EvalView, view.Write);
        return Task.FromResult(CommandResult.Done);
    }

    private static bool TryReadTraining(string? name, out IReadOnlyList<EvalMessage> training, out string error)
    {
        (training, error) = ([], "");
        return name is null || EvalList.TryRead(name, out training, out error);
    }

    private static Option<string> ListOption(string name, string description) => new(name) { Description = description, HelpName = "LIST" };
}
