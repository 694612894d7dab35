using System.CommandLine;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class DkimRetire : CtlCommand
{
    private readonly Argument<string> _domain;
    private readonly Argument<string> _selector;
    private readonly Option<bool> _force;

    public DkimRetire(CtlApp app)
        : base(
            app,
            "retire",
            "Stops signing with a key, or drops a next one. A key that is retired already is removed.",
            "mailctl domain dkim retire example.test m20260102r")
    {
        _domain = Take(Parameters.Domain());
        _selector = Take(new Argument<string>("SELECTOR") { Description = "As in: mailctl domain dkim show DOMAIN" });
        _force = Take(new Option<bool>("--force") { Description = "Also the last key that signs; mail goes out unsigned then." });
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var (domain, selector) = (run.Get(_domain), run.Get(_selector));
        var editor = await run.Storage.OpenDkimKeys(Console.Environment, false, cancellationToken);
        var keys = await editor.ListAsync(domain, cancellationToken).ToListAsync(cancellationToken);
        if (keys.Find(key => key.Selector == selector) is not { } found)
        {
            return CommandResult.Refused($"{DomainView.Both(domain)} has no key {selector}; see: mailctl domain dkim show {domain}");
        }

        if (found.State == DkimKeyState.Active && keys.Count(key => key.State == DkimKeyState.Active) == 1 && !run.Get(_force))
        {
            return CommandResult.Refused($"{selector} is the only key that signs; make and rotate to another first, or use --force");
        }

        var isKept = found.State == DkimKeyState.Active;
        _ = isKept
            ? await editor.SetStatesAsync(
                domain, new Dictionary<string, DkimKeyState> { [selector] = DkimKeyState.Retired }, Time.GetUtcNow(), cancellationToken)
            : await editor.RemoveAsync(domain, selector, cancellationToken);
        var note = isKept ? $"leave {found.RecordName} in the DNS for another two weeks" : $"{found.RecordName} may go from the DNS";
        run.Answer.Write(
            new RemovedView(selector, note), json => json.RemovedView, text => text.Line($"{selector} {(isKept ? "retired" : "removed")}: {note}."));
        return CommandResult.Done;
    }
}
