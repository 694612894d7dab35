using System.CommandLine;
using Mail.Core;
using Mail.Processing;

namespace Mail.Ctl;

internal sealed class Replay : CtlCommand
{
    private readonly Argument<string> _id;
    private readonly Option<bool> _verify;

    public Replay(CtlApp app)
        : base(
            app,
            "replay",
            "Asks the spam filter about a message again, from the raw message: what it would say now. Nothing is changed or delivered.",
            "mailctl replay 01k9zq3v5x8r4c2m7n6p1d0e9f",
            "mailctl replay 01k9zq3v5x8r4c2m7n6p1d0e9f --verify")
    {
        _id = Take(new Argument<string>("ID") { Description = "A queue id or a delivery id." });
        _verify = Take(new Option<bool>("--verify")
        {
            Description = "By the very models, thresholds and facts on record: is it the same verdict? Exit 1 when it is not, or cannot be told.",
        });
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var id = run.Get(_id);
        if (!QueueId.TryParse(id.Split('-')[0], out var queueId))
        {
            return CommandResult.Refused($"'{id}' is no queue id; find it with: mailctl trace '<MESSAGE-ID>'");
        }

        await using var message = await run.Storage.Spool.OpenAsync(queueId, cancellationToken);
        if (message is null)
        {
            return CommandResult.Refused($"The raw message {queueId} is not in the spool (any more): there is nothing to replay.");
        }

        var replay = new MessageReplay(run.Storage, Time);
        var views = await replay.RunAsync(queueId, id, message.Content, run.Get(_verify), cancellationToken);
        if (views.Count == 0)
        {
            return CommandResult.Refused($"No mailbox here has '{id}' with a record of screening; see: mailctl trace {queueId}");
        }

        run.Answer.Write(views, json => json.IReadOnlyListReplayView, text => views.ToList().ForEach(view => Write(text, view)));
        return run.Get(_verify) && views.Any(view => view.Status != ReplayWords.Of(ReplayStatus.Same)) ? CommandResult.NotWell : CommandResult.Done;
    }

    private static void Write(TextAnswer text, ReplayView view)
    {
        text.Line($"{view.Id} in {view.Account} {view.Folder}: {view.Status switch
        {
            "same" => $"the same verdict: {view.Then}",
            "modelGone" => $"was {view.Then}; a model by which it was made has been removed since",
            "notFiltered" => "the filter was not asked",
            _ => $"was {view.Then}, is {view.Now}",
        }}");
        view.Differences.ToList().ForEach(difference => text.Line($"  {difference}"));
    }
}
