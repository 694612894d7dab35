using System.Diagnostics.CodeAnalysis;

namespace Mail.Sieve;

/// <summary>The variable without a name that the flag commands work on, and that flags what is stored (RFC 5232 §3).</summary>
internal sealed record FlagVariable() : VariableTarget("")
{
    public static FlagVariable Internal { get; } = new();

    /// <summary>The variable that an optional argument names; the internal one if it was not given.</summary>
    public static bool TryFind(BoundArguments arguments, string argument, [NotNullWhen(true)] out VariableTarget? variable)
    {
        variable = Internal;
        if (!arguments.HasPositional(argument))
        {
            return true;
        }

        // RFC 5232 §3: without "variables" it is an error to name one.
        if (!arguments.Binder.IsActive(Capability.Variables))
        {
            arguments.Fail(argument, $"expected require \"{Capability.Variables}\" before a variable is named");
            return false;
        }

        var name = arguments.Constant(argument);
        string? error = null;
        variable = name is null ? null : arguments.Binder.SettableVariable(name, out error);
        if (error is not null)
        {
            arguments.Fail(argument, error);
        }

        return variable is not null;
    }

    public override string Get(SieveRun run) => string.Join(' ', run.Flags);

    public override void Set(SieveRun run, string value, ScriptPosition position) => run.Flags = FlagList.Parse([value]);
}
