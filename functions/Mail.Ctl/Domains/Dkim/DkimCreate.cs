using System.CommandLine;
using System.Globalization;
using Mail.Core;
using Mail.Transport;

namespace Mail.Ctl;

internal sealed class DkimCreate : CtlCommand
{
    private readonly Argument<string> _domain;
    private readonly Option<string?> _algorithm;

    public DkimCreate(CtlApp app)
        : base(
            app,
            "create",
            "Makes the next signing keys of a domain and prints their DNS records. They sign after 'rotate'.",
            "mailctl domain dkim create example.test",
            "mailctl domain dkim create example.test --algorithm rsa")
    {
        _domain = Take(Parameters.Domain());
        _algorithm = Take(new Option<string?>("--algorithm")
        {
            Description = "rsa, ed25519 or both: mail is then signed twice, for servers that know only one. [default: both]",
            HelpName = "rsa|ed25519|both",
            CustomParser = result => result.Tokens[0].Value is "rsa" or "ed25519" or "both"
                ? result.Tokens[0].Value
                : Parameters.Refuse<string>(result, "--algorithm is rsa, ed25519 or both."),
        });
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        if (await DomainLookup.FindAsync(run, run.Get(_domain), cancellationToken) is not { } domain)
        {
            return DomainLookup.NotFound(run.Get(_domain));
        }

        var editor = await run.Storage.OpenDkimKeys(Console.Environment, true, cancellationToken);
        var there = await editor.ListAsync(domain.Name, cancellationToken).ToListAsync(cancellationToken);
        if (there.Find(key => key.State == DkimKeyState.Next) is { } next)
        {
            return CommandResult.Refused(
                $"{domain.Name} has a next key already, {next.Selector}; use it: mailctl domain dkim rotate {domain.Name}, or drop it: mailctl domain dkim retire {domain.Name} {next.Selector}");
        }

        var made = new List<DkimKeyView>();
        foreach (var algorithm in Algorithms(run.Get(_algorithm)))
        {
            var secret = DkimKeyMaker.Make(domain.Name, Selector(algorithm, there), algorithm, Time.GetUtcNow());
            await editor.AddAsync(secret, cancellationToken);
            made.Add(DkimKeyView.From(secret.Key));
        }

        run.Answer.Write(made, json => json.IReadOnlyListDkimKeyView, text =>
        {
            text.Line("; Put these into the DNS, then: mailctl domain dkim rotate " + domain.Name);
            made.ForEach(key => text.Line(key.ToZoneLine()));
        });
        return CommandResult.Done;
    }

    private static DkimAlgorithm[] Algorithms(string? name) => name switch
    {
        "rsa" => [DkimAlgorithm.Rsa],
        "ed25519" => [DkimAlgorithm.Ed25519],
        _ => [DkimAlgorithm.Rsa, DkimAlgorithm.Ed25519],
    };

    /// <summary>The day and the kind, and a number when that is taken: a selector is never used twice, records are remembered.</summary>
    private string Selector(DkimAlgorithm algorithm, List<DkimKey> there)
    {
        var name = Time.GetUtcNow().ToString("'m'yyyyMMdd", CultureInfo.InvariantCulture) + (algorithm == DkimAlgorithm.Rsa ? "r" : "e");
        var selector = name;
        for (var number = 2; there.Exists(key => key.Selector == selector); number++)
        {
            selector = string.Create(CultureInfo.InvariantCulture, $"{name}{number}");
        }

        return selector;
    }
}
