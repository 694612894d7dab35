using Mail.Core;
using Mail.Sieve;

namespace Mail.Processing;

/// <summary>The enabled rules of one scope, in their order.</summary>
internal sealed class CompiledRules
{
    private readonly SieveScript[][] _phases;

    public CompiledRules(IReadOnlyList<CompiledRule> rules)
    {
        Rules = rules;
        _phases =
        [
            .. Enum.GetValues<RulePhase>()
                .Select(phase => rules.Where(rule => rule.Rule.Phase == phase).Select(rule => rule.Script).OfType<SieveScript>().ToArray()),
        ];
    }

    public static CompiledRules None { get; } = new([]);

    /// <summary>Also those that do not compile.</summary>
    public IReadOnlyList<CompiledRule> Rules { get; }

    /// <summary>Those that do.</summary>
    public IReadOnlyList<SieveScript> Of(RulePhase phase) => _phases[(int)phase];
}
