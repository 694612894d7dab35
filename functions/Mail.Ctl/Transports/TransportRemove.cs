using System.CommandLine;

namespace Mail.Ctl;

internal sealed class TransportRemove : CtlCommand
{
    private readonly Argument<string> _destination;

    public TransportRemove(CtlApp app)
        : base(app, "remove", "Removes a row: mail takes the way of the next that fits.", "mailctl transport remove partner.test") =>
        _destination = Take(TransportParameters.Destination());

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var destination = run.Get(_destination)!;
        if (!await run.Storage.Transports.RemoveAsync(destination, cancellationToken))
        {
            return CommandResult.Refused($"There is no transport for {destination}; see: mailctl transport list");
        }

        run.Answer.Write(new RemovedView(destination, null), json => json.RemovedView, text => text.Line($"Transport for {destination} removed."));
        return CommandResult.Done;
    }
}
