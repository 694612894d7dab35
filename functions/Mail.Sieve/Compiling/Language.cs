using System.Collections.Frozen;

namespace Mail.Sieve;

/// <summary>The commands, tests and extensions that scripts can be written in.</summary>
internal sealed class Language
{
    private readonly FrozenDictionary<string, CommandDefinition[]> _commands;
    private readonly FrozenDictionary<string, TestDefinition[]> _tests;

    /// <param name="more">Commands and tests beyond the standard ones.</param>
    /// <param name="variables">Variables with a namespace beyond the standard ones, by their names in lower case.</param>
    public Language(IEnumerable<Definition> more, IEnumerable<VariableTarget>? variables = null)
    {
        Variables = (variables ?? []).ToFrozenDictionary(v => v.Name, StringComparer.Ordinal);
        IReadOnlyList<Definition> all = [.. StandardLanguage.Definitions, .. more];
        _commands = ByName(all.OfType<CommandDefinition>());
        _tests = ByName(all.OfType<TestDefinition>());
        Capabilities = StandardLanguage.OtherCapabilities
            .Concat(all.Select(d => d.Capability).OfType<string>())
            .Concat(all.SelectMany(d => d.Tags).Select(t => t.Capability).OfType<string>())
            .ToFrozenSet(StringComparer.Ordinal);
    }

    public static Language Standard { get; } = new([]);

    public IReadOnlySet<string> Capabilities { get; }

    public IReadOnlyDictionary<string, VariableTarget> Variables { get; }

    /// <summary>The command as the extensions in force have it; <c>null</c> if there is none.</summary>
    public CommandDefinition? Command(string name, IReadOnlySet<string> active) => Active(Commands(name), active);

    public TestDefinition? Test(string name, IReadOnlySet<string> active) => Active(Tests(name), active);

    /// <summary>All commands of the name, also of extensions that are not in force.</summary>
    public IReadOnlyList<CommandDefinition> Commands(string name) => _commands.GetValueOrDefault(name, []);

    public IReadOnlyList<TestDefinition> Tests(string name) => _tests.GetValueOrDefault(name, []);

    /// <summary>The extension, and those that come with it.</summary>
    public static IEnumerable<string> WithImplied(string capability) =>
        // RFC 6131 §2: "vacation-seconds" implies "vacation".
        capability == Capability.VacationSeconds ? [capability, Capability.Vacation] : [capability];

    private static T? Active<T>(IReadOnlyList<T> definitions, IReadOnlySet<string> active)
        where T : Definition
    {
        foreach (var definition in definitions)
        {
            if (definition.Capability is null || active.Contains(definition.Capability))
            {
                return definition;
            }
        }

        return null;
    }

    private static FrozenDictionary<string, T[]> ByName<T>(IEnumerable<T> definitions)
        where T : Definition =>
        definitions.GroupBy(d => d.Name).ToFrozenDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);
}
