using System.Globalization;

namespace Mail.Sieve.Svtest;

/// <summary>Settings by the names of Pigeonhole, which test files set, as options of ours. Names that we have no option for do nothing.</summary>
internal sealed class SvtestSettings
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public void Set(string name, string value) => _values[name] = value;

    public void Unset(string name) => _values.Remove(name);

    /// <returns>Empty when it is not set.</returns>
    public string this[string name] => _values.GetValueOrDefault(name, "");

    public bool IsOn(string name) => this[name] is "yes" or "true" or "y" or "1";

    /// <returns>The options in force from the next reload on.</returns>
    public SieveOptions ToOptions(SieveOptions defaults) => defaults with
    {
        MaxScriptLength = Size("sieve_max_script_size", defaults.MaxScriptLength),
        MaxActions = Number("sieve_max_actions", defaults.MaxActions),
        MaxRedirects = Number("sieve_max_redirects", defaults.MaxRedirects),
        MaxVariables = Number("sieve_variables_max_scope_size", defaults.MaxVariables),
        MaxVariableLength = Size("sieve_variables_max_variable_size", 4000),
        MaxIncludeDepth = Number("sieve_include_max_nesting_depth", defaults.MaxIncludeDepth),
        MaxIncludes = Number("sieve_include_max_includes", defaults.MaxIncludes),
        SubaddressSeparators = this["recipient_delimiter"] is { Length: > 0 } separators ? separators : defaults.SubaddressSeparators,
        VacationDefaultPeriod = Period("sieve_vacation_default_period", defaults.VacationDefaultPeriod),
        VacationMinPeriod = Period("sieve_vacation_min_period", defaults.VacationMinPeriod),
        VacationMaxPeriod = Period("sieve_vacation_max_period", defaults.VacationMaxPeriod),
        DuplicateDefaultPeriod = Period("sieve_duplicate_default_period", defaults.DuplicateDefaultPeriod),
        DuplicateMaxPeriod = Period("sieve_duplicate_max_period", defaults.DuplicateMaxPeriod),
        MaxFieldLength = Size("sieve_editheader_max_header_size", defaults.MaxFieldLength),
        FieldsNeverAdded = Names("sieve_editheader_forbid_add", "sieve_editheader_protected"),
        FieldsNeverDeleted = Names("sieve_editheader_forbid_delete", "sieve_editheader_protected"),
    };

    private int Number(string name, int otherwise) =>
        int.TryParse(this[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private HashSet<string> Names(params string[] settings) => settings
        .SelectMany(setting => this[setting].Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Octets, or with a unit: <c>8k</c>.</summary>
    private int Size(string name, int otherwise)
    {
        var text = this[name];
        var unit = text is [.., 'k' or 'K'] ? 1024 : text is [.., 'm' or 'M'] ? 1024 * 1024 : 1;
        return int.TryParse(unit == 1 ? text : text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number * unit : otherwise;
    }

    /// <summary>Seconds, or with a unit: <c>7d</c>.</summary>
    private TimeSpan Period(string name, TimeSpan otherwise)
    {
        var text = this[name];
        var number = text.TrimEnd('s', 'm', 'h', 'd');
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return otherwise;
        }

        return text[number.Length..] switch
        {
            "m" => TimeSpan.FromMinutes(count),
            "h" => TimeSpan.FromHours(count),
            "d" => TimeSpan.FromDays(count),
            _ => TimeSpan.FromSeconds(count),
        };
    }
}
