using System.CommandLine;

namespace Mail.Ctl;

internal sealed class ForwardingResume : CtlCommand
{
    private readonly Argument<string> _domain;

    public ForwardingResume(CtlApp app)
        : base(app, "resume", "Has mail sent on to a domain and all its addresses again, and counts refusals from the start.", "mailctl forwarding resume far.test") =>
        _domain = Take(Parameters.Domain());

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var domain = run.Get(_domain);
        if (!await run.Storage.Forwarding.ResetAsync(domain, cancellationToken))
        {
            return CommandResult.Refused($"nothing was counted for {domain}; see: mailctl forwarding list");
        }

        run.Answer.Write(
            new RemovedView(domain, null), json => json.RemovedView,
            text => text.Line($"Mail is sent on to {domain} again. What waits comes with its next attempt, or now: mailctl queue flush --destination {domain}"));
        return CommandResult.Done;
    }
}
