using System.Globalization;

namespace Mail.Ctl;

internal sealed class ForwardingList : CtlCommand
{
    private static readonly Column[] Columns =
        [new("To"), new("Sent"), new("Refused"), new("Since"), new("Waits until"), new("Last refusal", MayWrap: true)];

    public ForwardingList(CtlApp app)
        : base(app, "list", "Lists the domains to which mail was sent on, what they took and refused, and which of them or of their addresses it waits for.", "mailctl forwarding list")
    {
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var now = Time.GetUtcNow();
        var states = await run.Storage.Forwarding.ListAsync(cancellationToken).SelectMany(state => ForwardingView.From(state, now)).ToListAsync(cancellationToken);
        run.Answer.Write(states, json => json.IReadOnlyListForwardingView, text => text.Table(Columns, states.Select(Row)));
        return CommandResult.Done;
    }

    private static string[] Row(ForwardingView state) =>
    [
        state.Target ?? state.Domain,
        state.Sent.ToString(CultureInfo.InvariantCulture),
        state.Refused.ToString(CultureInfo.InvariantCulture),
        Moment.Format(state.Since),
        Moment.Format(state.WaitsUntil) ?? "",
        state.LastReply,
    ];
}
