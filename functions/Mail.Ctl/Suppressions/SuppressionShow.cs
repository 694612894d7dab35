using System.CommandLine;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class SuppressionShow : CtlCommand
{
    private readonly Argument<MailAddress> _address;

    public SuppressionShow(CtlApp app)
        : base(app, "show", "Says why nothing is sent to an address.", "mailctl suppression show joe@far.test") =>
        _address = Take(Parameters.Address());

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        if (await run.Storage.Suppressions.FindAsync(run.Get(_address), cancellationToken) is not { } entry)
        {
            return CommandResult.Refused($"{run.Get(_address)} is not suppressed; mail to it is sent.");
        }

        var view = SuppressionView.From(entry);
        run.Answer.Write(view, json => json.SuppressionView, view.Write);
        return CommandResult.Done;
    }
}
