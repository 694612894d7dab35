using System.CommandLine;

namespace Mail.Ctl;

internal sealed class DomainShow : CtlCommand
{
    private readonly Argument<string> _name;

    public DomainShow(CtlApp app)
        : base(app, "show", "Shows one domain.", "mailctl domain show example.test") =>
        _name = Take(Parameters.Domain());

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        if (await DomainLookup.FindAsync(run, run.Get(_name), cancellationToken) is not { } domain)
        {
            return DomainLookup.NotFound(run.Get(_name));
        }

        var view = DomainView.From(domain);
        run.Answer.Write(view, json => json.DomainView, view.Write);
        return CommandResult.Done;
    }
}
