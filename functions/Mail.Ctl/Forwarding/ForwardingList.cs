using System.Globalization;

namespace Mail.Ctl;

internal sealed class ForwardingList : CtlCommand
{
    private static readonly Column[] Columns =
        [new("Domain"), new("Sent"), new("Refused"), new("Since"), new("Waits until"), new("Last refusal", MayWrap: true)];

    public ForwardingList(CtlApp app)
        : base(app, "list", "Lists the domains to which mail was sent on, what they took and refused, and where it waits.", "mailctl forwarding list")
    {
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var now = Time.GetUtcNow();
        var states = await run.Storage.Forwarding.ListAsync(cancellationToken).Select(state => ForwardingView.From(state, now)).ToListAsync(cancellationToken);
        run.Answer.Write(states, CtlJson.Default.IReadOnlyListForwardingView, text => text.Table(Columns, states.Select(Row)));
        return CommandResult.Done;
    }

    private static string[] Row(ForwardingView state) =>
    [
        state.Domain,
        state.Sent.ToString(CultureInfo.InvariantCulture),
        state.Refused.ToString(CultureInfo.InvariantCulture),
        Moment.Format(state.Since),
        Moment.Format(state.WaitsUntil) ?? "",
        state.LastReply,
    ];
}
