namespace Mail.Sieve;

/// <summary>The field that a script wants to add or delete.</summary>
internal static class EditedFieldName
{
    /// <summary>RFC 5293 §6: these must not be deleted.</summary>
    private static readonly string[] NeverDeleted = ["Received", "Auto-Submitted"];

    /// <summary>RFC 5293 §6: this must be allowed to be added and deleted.</summary>
    private const string AlwaysAllowed = "Subject";

    /// <summary>RFC 5322 §2.1.1: a line has at most 998 characters, and a name cannot be folded. Names in use have below 50.</summary>
    private const int MaxLength = 500;

    /// <returns>Why the name is none (RFC 5322 §2.2); <c>null</c> when it is one.</returns>
    public static string? Problem(string name) => name.Length is > 0 and <= MaxLength && !name.AsSpan().ContainsAnyExceptInRange('!', '~') && !name.Contains(':', StringComparison.Ordinal)
        ? null
        : $"expected a header field name, but '{name}' is invalid";

    /// <summary>Reports a name that is none.</summary>
    public static TextTemplate From(BoundArguments arguments, string argument)
    {
        var name = arguments.Text(argument)!;
        if (name.Constant is { } constant && Problem(constant) is { } problem)
        {
            arguments.Fail(argument, problem);
        }

        return name;
    }

    public static bool MayAdd(string name, SieveOptions options) => Is(name, AlwaysAllowed) || !options.FieldsNeverAdded.Contains(name);

    public static bool MayDelete(string name, SieveOptions options) =>
        Is(name, AlwaysAllowed) || !(NeverDeleted.Any(never => Is(name, never)) || options.FieldsNeverDeleted.Contains(name));

    private static bool Is(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);
}
