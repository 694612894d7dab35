namespace Mail.Sieve;

/// <summary>Limits and choices for compiling and running scripts. The defaults suit users who may not be trusted.</summary>
public sealed record SieveOptions
{
    public static SieveOptions Default { get; } = new();

    /// <summary>
    /// Whether commands of an extension need <c>require</c> first (RFC 5228 §2.10.5). False for rule rows: a row is one command, in which
    /// every extension that <see cref="Extensions"/> allows is at hand.
    /// </summary>
    public bool RequireExtensions { get; init; } = true;

    /// <summary>Capability names that scripts may require; <c>null</c> for all that are known.</summary>
    public IReadOnlySet<string>? Extensions { get; init; }

    /// <summary>Characters of one script. As Pigeonhole's default of 1 MiB; a script is text that somebody wrote or a program made from such.</summary>
    public int MaxScriptLength { get; init; } = 1024 * 1024;

    /// <summary>Blocks within blocks, and tests within tests. As Pigeonhole's; what people write stays below ten.</summary>
    public int MaxNesting { get; init; } = 32;

    /// <summary>Strings of one list, and tests of one test list. The longest lists seen are white lists of some hundred senders.</summary>
    public int MaxListLength { get; init; } = 4096;

    /// <summary>Regular expressions of one script. Making one takes up to a millisecond and some hundred kilobytes.</summary>
    public int MaxRegexes { get; init; } = 256;

    /// <summary>Where the compiler stops looking for more. What follows is usually a consequence of what came first.</summary>
    public int MaxProblems { get; init; } = 20;

    /// <summary>
    /// What one message may cost, over all scopes: one for each command and test, and one for each 512 characters compared. A 20-rule script
    /// needs about a hundred, twenty regular expressions over a body of 2 MB 400,000: a sender must not get past rules by sending much. At
    /// about half a microsecond each, the default ends after a quarter of a second of CPU.
    /// </summary>
    public int InstructionBudget { get; init; } = 500_000;

    /// <summary>Redirects of one message (RFC 5228 §10 demands a limit). As Pigeonhole's default; 0 forbids them.</summary>
    public int MaxRedirects { get; init; } = 4;

    /// <summary>Actions of one message, over all scopes. As Pigeonhole's default.</summary>
    public int MaxActions { get; init; } = 32;

    /// <summary>Variables of one scope. RFC 5229 §6 asks for at least 128.</summary>
    public int MaxVariables { get; init; } = 255;

    /// <summary>Octets of UTF-8 of one variable's value; longer ones are cut. RFC 5229 §6 asks for at least 4000 characters, which may have four each.</summary>
    public int MaxVariableLength { get; init; } = 16_000;

    /// <summary>Scripts that include scripts (RFC 6609 §3.1). As Pigeonhole's default.</summary>
    public int MaxIncludeDepth { get; init; } = 10;

    /// <summary>Scripts included for one message, over all scopes. As Pigeonhole's default.</summary>
    public int MaxIncludes { get; init; } = 255;

    /// <summary>What may divide user and detail of a local-part (RFC 5233 §4); the first that occurs does.</summary>
    public string SubaddressSeparators { get; init; } = "+";

    /// <summary>How seldom a sender gets a vacation reply unless the script says so (RFC 5230 §4.1).</summary>
    public TimeSpan VacationDefaultPeriod { get; init; } = TimeSpan.FromDays(7);

    /// <summary>The least that scripts may ask for (RFC 5230 §4.1, RFC 6131 §2).</summary>
    public TimeSpan VacationMinPeriod { get; init; } = TimeSpan.FromDays(1);

    /// <summary>The most that scripts may ask for (RFC 5230 §4.1). Records of who was answered are kept so long.</summary>
    public TimeSpan VacationMaxPeriod { get; init; } = TimeSpan.FromDays(60);

    /// <summary>How long an id counts as seen unless the script says so (RFC 7352 §3.3 suggests seven days).</summary>
    public TimeSpan DuplicateDefaultPeriod { get; init; } = TimeSpan.FromDays(7);

    /// <summary>The most that scripts may ask for (RFC 7352 §3.3).</summary>
    public TimeSpan DuplicateMaxPeriod { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Octets of the value of a field that a script adds. RFC 5293 §4 asks for at least 998; as Pigeonhole's default.</summary>
    public int MaxFieldLength { get; init; } = 2048;

    /// <summary>Fields that scripts may add to one message. Some mark mail with half a dozen.</summary>
    public int MaxAddedFields { get; init; } = 32;

    /// <summary>Names of fields that scripts cannot add, in any case; the attempt is ignored (RFC 5293 §6).</summary>
    public IReadOnlySet<string> FieldsNeverAdded { get; init; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Names of fields that scripts cannot delete beside those of RFC 5293 §6, in any case; the attempt is ignored.</summary>
    public IReadOnlySet<string> FieldsNeverDeleted { get; init; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>URI schemes that <c>notify</c> can use (RFC 5435 §3.1), in lower case.</summary>
    public IReadOnlySet<string> NotifyMethods { get; init; } = new HashSet<string>(StringComparer.Ordinal) { "mailto" };
}
