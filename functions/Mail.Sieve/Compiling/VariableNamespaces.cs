namespace Mail.Sieve;

/// <summary>What stands before the dot in <c>${global.name}</c>.</summary>
internal static class VariableNamespaces
{
    /// <param name="name">In lower case, what follows the first dot.</param>
    /// <param name="error">Why the reference is wrong (RFC 5229 §3: an unknown namespace is an error); <c>null</c> if it is not.</param>
    public static TextPart? Find(string space, string name, ScriptBinder binder, out string? error)
    {
        error = $"expected a variable of a namespace that is there, but '{space}' is none";
        return null;
    }
}
