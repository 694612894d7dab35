using System.CommandLine;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class SpamTrain : SpamTraining
{
    private readonly Option<bool> _ham;
    private readonly Option<bool> _spam;

    public SpamTrain(CtlApp app)
        : base(
            app,
            "train",
            "Teaches the filter with messages from files. The same message again changes nothing, so an interrupted training is just run again.",
            "mailctl spam train --site --ham ~/Maildir",
            "mailctl spam train --account alice@example.test --spam spam.mbox",
            "cat message.eml | mailctl spam train --account alice@example.test --spam -")
    {
        _ham = Take(new Option<bool>("--ham") { Description = "The messages are wanted." });
        _spam = Take(new Option<bool>("--spam") { Description = "The messages are spam." });
    }

    protected override (TrainedAs? As, CommandResult? Objection) ReadClass(CommandRun run) => run.Get(_ham) == run.Get(_spam)
        ? (null, CommandResult.Usage("Say what the messages are: --ham or --spam."))
        : (run.Get(_spam) ? TrainedAs.Spam : TrainedAs.Ham, null);
}
