using System.CommandLine;
using System.Globalization;
using Mail.Core;
using Mail.Processing;

namespace Mail.Ctl;

internal sealed class RuleAdd : RuleCommand
{
    private readonly Option<string?> _test;
    private readonly Option<string?> _actions;
    private readonly Option<string?> _script;
    private readonly Option<int?> _order;
    private readonly Option<RulePhase> _phase;
    private readonly Option<string?> _comment;
    private readonly Option<bool> _disabled;
    private readonly Option<bool> _replace;

    public RuleAdd(CtlApp app)
        : base(
            app,
            "add",
            "Adds a rule by which mail is sorted, behind those there are; it is in force within ten seconds.",
            new RuleScopeParameters(words: 2, atLeast: 1),
            """mailctl rule add alice@example.test lists --test 'exists "list-id"' --actions 'fileinto :create "Lists";'""",
            "mailctl rule add alice@example.test mine --script mine.sieve",
            """mailctl rule add --domain example.test archive --phase after --actions 'redirect :copy "archive@example.test";'""",
            """mailctl rule add --site no-exe --phase incoming --test 'header :matches "subject" "*.exe"' --actions 'discard;'""")
    {
        _test = Take(Parameters.Text("--test", "When: a Sieve test. Without it, always."));
        _actions = Take(Parameters.Text("--actions", "What to do: Sieve commands."));
        _script = Take(Parameters.Text("--script", "A whole Sieve script instead; - is standard input.", "FILE"));
        _order = Take(new Option<int?>("--order")
        {
            Description = "Its place among the rules, 0 to 9999.",
            HelpName = "NUMBER",
            CustomParser = result => int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var order) && order <= Rule.MaxOrder
                ? order
                : Parameters.Refuse<int?>(result, $"--order is a number from 0 to {Rule.MaxOrder}."),
        });
        _phase = Take(new Option<RulePhase>("--phase")
        {
            Description = "before or after the rules of those whom it concerns; for the site also incoming: once for each message, before it is routed.",
            HelpName = "PHASE",
            CustomParser = result => SettingText.TryChoice<RulePhase>(result.Tokens[0].Value, out var phase)
                ? phase
                : Parameters.Refuse<RulePhase>(result, $"'{result.Tokens[0].Value}' is none of before, after, incoming."),
        });
        _comment = Take(Parameters.Text("--comment", "A note to whoever looks at it later."));
        _disabled = Take(new Option<bool>("--disabled") { Description = "Not in force until it is enabled." });
        _replace = Take(new Option<bool>("--replace") { Description = "Replace the rule of this name if there is one." });
    }

    protected override async Task<CommandResult> RunAsync(CommandRun run, RuleScope? scope, string? name, CancellationToken cancellationToken)
    {
        var (script, objection) = await ReadScriptAsync(run, scope!, cancellationToken);
        if (objection is not null)
        {
            return objection;
        }

        var existing = await run.Storage.Rules.FindAsync(scope!, name!, cancellationToken);
        var rule = new Rule
        {
            Scope = scope!,
            Name = name!,
            Phase = run.Get(_phase),
            Order = run.Get(_order) ?? existing?.Order ?? await NextOrderAsync(run, scope!, cancellationToken),
            Test = run.Get(_test) ?? "true",
            Actions = script is null ? run.Get(_actions)! : "",
            Script = script,
            Enabled = !run.Get(_disabled),
            Comment = run.Get(_comment) ?? existing?.Comment,
        };
        return RuleCompiler.Problem(rule) is { } problem ? CommandResult.Refused($"The rule does not compile: {problem}")
            : await SaveAsync(run, rule, existing, cancellationToken);
    }

    private async Task<CommandResult> SaveAsync(CommandRun run, Rule rule, Rule? existing, CancellationToken cancellationToken)
    {
        if (existing is not null && run.Get(_replace))
        {
            await run.Storage.Rules.SetAsync(rule, RuleChange.Replaced, cancellationToken);
        }
        else if (!await run.Storage.Rules.AddAsync(rule, cancellationToken))
        {
            return CommandResult.Refused($"There is a rule '{rule.Name}' for {rule.Scope} already; see: mailctl rule list, or use --replace");
        }

        WriteRule(run, rule, existing is null ? "added" : "replaced");
        return CommandResult.Done;
    }

    private async Task<(string? Script, CommandResult? Objection)> ReadScriptAsync(
        CommandRun run, RuleScope scope, CancellationToken cancellationToken)
    {
        if (run.Get(_phase) == RulePhase.Incoming && scope != RuleScope.Site)
        {
            return (null, CommandResult.Usage("--phase incoming is for --site: before a message is routed it belongs to nobody."));
        }

        var file = run.Get(_script);
        if (file is null)
        {
            return (null, string.IsNullOrWhiteSpace(run.Get(_actions)) ? CommandResult.Usage("Give --actions, or --script.") : null);
        }

        return run.Get(_actions) is not null || run.Get(_test) is not null
            ? (null, CommandResult.Usage("A script stands alone: --script, or --test and --actions."))
            : await RuleFile.ReadAsync(Console, file, cancellationToken);
    }

    private static async Task<int> NextOrderAsync(CommandRun run, RuleScope scope, CancellationToken cancellationToken)
    {
        var orders = await run.Storage.Rules.ListAsync(scope, cancellationToken).Select(rule => rule.Order).ToListAsync(cancellationToken);
        return RuleOrders.Behind(orders, count: 1)[0];
    }
}
