namespace Mail.Sieve;

/// <summary>What stands before the dot in <c>${global.name}</c> (RFC 5229 §3).</summary>
internal static class VariableNamespaces
{
    private const string Global = "global";

    /// <param name="name">With its namespaces, as written.</param>
    /// <param name="error">Why there is no such variable: an unknown namespace is an error (RFC 5229 §3).</param>
    public static VariableTarget? Find(string name, ScriptBinder binder, out string? error)
    {
        error = null;
        if (binder.Language.Variables.GetValueOrDefault(name.ToLowerInvariant()) is { } known)
        {
            return known;
        }

        var parts = name.ToLowerInvariant().Split('.');
        if (parts[0] != Global)
        {
            error = $"expected a variable without a namespace or of '{Global}', but found '{name}'";
            return null;
        }

        // RFC 6609 §3.4.2: the namespace comes with "include"; it has no others below it, and its names are identifiers.
        error = !binder.IsActive(Capability.Include) ? $"expected require \"{Capability.Include}\" before the variables of '{Global}' are used"
            : parts.Length != 2 || !VariableName.IsIdentifier(parts[1]) ? $"expected '{Global}.' and the name of a variable, but found '{name}'"
            : null;
        return error is null ? new GlobalVariable(parts[1]) : null;
    }
}
