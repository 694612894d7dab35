using Mail.Core;

namespace Mail.Ctl;

internal sealed class SpamUntrain(CtlApp app) : SpamTraining(
    app,
    "untrain",
    "Takes messages out of what the filter has learnt, exactly: the model is then as if it had never seen them.",
    "mailctl spam untrain --site old.mbox",
    "mailctl spam untrain --account alice@example.test message.eml")
{
    protected override (TrainedAs? As, CommandResult? Objection) ReadClass(CommandRun run) => (null, null);
}
