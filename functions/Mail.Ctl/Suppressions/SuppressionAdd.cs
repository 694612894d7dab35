using System.CommandLine;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class SuppressionAdd : CtlCommand
{
    private readonly Argument<MailAddress> _address;
    private readonly Option<string?> _reason;
    private readonly Option<TimeSpan?> _for;

    public SuppressionAdd(CtlApp app)
        : base(
            app,
            "add",
            "Sends nothing to an address any more.",
            "mailctl suppression add joe@far.test --reason 'asked us to stop'",
            "mailctl suppression add joe@far.test --for 30d")
    {
        _address = Take(Parameters.Address());
        _reason = Take(Parameters.Text("--reason", "Why, for other operators; senders are told, too."));
        _for = Take(new Option<TimeSpan?>("--for")
        {
            Description = "For how long, such as 30d. [default: until it is removed]",
            HelpName = "TIME",
            CustomParser = result => SettingText.TryTime(result.Tokens[0].Value, TimeSpan.FromMinutes(1), TimeSpan.FromDays(3660), out var time)
                ? time
                : Parameters.Refuse<TimeSpan?>(result, "--for is a time such as 30d."),
        });
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var now = Time.GetUtcNow();
        var entry = new Suppression
        {
            Address = run.Get(_address),
            Reason = run.Get(_reason) ?? "suppressed by an operator",
            Since = now,
            Expires = now + run.Get(_for),
            Source = SuppressionSource.Operator,
        };
        await run.Storage.Suppressions.AddAsync(entry, cancellationToken);
        var view = SuppressionView.From(entry);
        run.Answer.Write(view, json => json.SuppressionView, text => text.Line($"Nothing is sent to {view.Address} any more."));
        return CommandResult.Done;
    }
}
