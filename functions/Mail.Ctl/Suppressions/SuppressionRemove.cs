using System.CommandLine;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class SuppressionRemove : CtlCommand
{
    private readonly Argument<MailAddress> _address;

    public SuppressionRemove(CtlApp app)
        : base(app, "remove", "Sends to an address again.", "mailctl suppression remove joe@far.test") =>
        _address = Take(Parameters.Address());

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var address = run.Get(_address);
        if (!await run.Storage.Suppressions.RemoveAsync(address, cancellationToken))
        {
            return CommandResult.Refused($"{address} is not on the list; see: mailctl suppression list");
        }

        run.Answer.Write(new RemovedView(address.ToString(), null), json => json.RemovedView, text => text.Line($"Mail to {address} is sent again."));
        return CommandResult.Done;
    }
}
