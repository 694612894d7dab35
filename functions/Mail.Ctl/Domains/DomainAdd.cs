using System.CommandLine;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class DomainAdd : CtlCommand
{
    private readonly Argument<string> _name;
    private readonly DomainOptions _options = new();

    public DomainAdd(CtlApp app)
        : base(
            app,
            "add",
            "Adds a domain that we answer for.",
            "mailctl domain add example.test",
            "mailctl domain add bücher.test --alias-of example.test",
            "mailctl domain add branch.test --kind relay --comment 'their own server'")
    {
        _name = Take(Parameters.Domain());
        _options.All.ToList().ForEach(Options.Add);
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var domain = _options.Apply(run, new DomainEntry { Name = run.Get(_name), Kind = DomainKind.Mailbox });
        if (await _options.ObjectionAsync(run, domain, cancellationToken) is { } objection)
        {
            return objection;
        }

        if (!await run.Storage.Editor.AddDomainAsync(domain, cancellationToken))
        {
            return CommandResult.Refused(
                $"Domain {DomainView.Both(domain.Name)} already exists; see: mailctl domain show {domain.Name}");
        }

        run.Answer.Write(
            DomainView.From(domain), json => json.DomainView, text => text.Line($"Domain {DomainView.Both(domain.Name)} added."));
        return CommandResult.Done;
    }
}
