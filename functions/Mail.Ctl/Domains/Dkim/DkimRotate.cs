using System.CommandLine;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class DkimRotate : CtlCommand
{
    private readonly Argument<string> _domain;
    private readonly Option<bool> _force;

    public DkimRotate(CtlApp app)
        : base(
            app,
            "rotate",
            "Signs with the next keys from now on. Refused unless their records are in the DNS.",
            "mailctl domain dkim rotate example.test")
    {
        _domain = Take(Parameters.Domain());
        _force = Take(new Option<bool>("--force") { Description = "Do not look into the DNS." });
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var domain = run.Get(_domain);
        var editor = await run.Storage.OpenDkimKeys(Console.Environment, false, cancellationToken);
        var keys = await editor.ListAsync(domain, cancellationToken).ToListAsync(cancellationToken);
        var next = keys.FindAll(key => key.State == DkimKeyState.Next);
        if (next.Count == 0)
        {
            return CommandResult.Refused($"{DomainView.Both(domain)} has no next key; make one: mailctl domain dkim create {domain}");
        }

        foreach (var key in run.Get(_force) ? [] : next)
        {
            if (await DkimRecord.ProblemAsync(run.Storage.Dns, key, cancellationToken) is { } problem)
            {
                return CommandResult.Refused($"{problem}; nothing was changed. It has to be: {key.RecordText} (--force to go on all the same)");
            }
        }

        var states = next.ToDictionary(key => key.Selector, _ => DkimKeyState.Active);
        foreach (var old in keys.Where(key => key.State == DkimKeyState.Active && next.Exists(n => n.Algorithm == key.Algorithm)))
        {
            states[old.Selector] = DkimKeyState.Retired;
        }

        if (!await editor.SetStatesAsync(domain, states, Time.GetUtcNow(), cancellationToken))
        {
            return CommandResult.Refused($"The keys of {DomainView.Both(domain)} have changed meanwhile; see: mailctl domain dkim show {domain}");
        }

        var after = await editor.ListAsync(domain, cancellationToken).Select(DkimKeyView.From).ToListAsync(cancellationToken);
        run.Answer.Write(after, json => json.IReadOnlyListDkimKeyView, text => Tell(text, after, states));
        return CommandResult.Done;
    }

    private static void Tell(TextAnswer text, List<DkimKeyView> keys, Dictionary<string, DkimKeyState> states)
    {
        foreach (var key in keys.Where(key => states.ContainsKey(key.Selector)))
        {
            text.Line(states[key.Selector] == DkimKeyState.Active
                ? $"{key.Selector} ({key.Algorithm}) signs from now on, within ten seconds."
                // Mail that it has signed may be on its way for the five days of the queue, here and at those who forward it.
                : $"{key.Selector} ({key.Algorithm}) is retired: leave {key.Record} in the DNS for another two weeks.");
        }
    }
}
