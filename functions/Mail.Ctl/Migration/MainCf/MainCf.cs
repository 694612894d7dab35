using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Mail.Ctl;

/// <summary>Postfix's main.cf, or what <c>postconf -n</c> prints: parameters with their values, and references to others in them (postconf(5)).</summary>
internal sealed class MainCf
{
    /// <summary>References within references. A value that names itself ends here.</summary>
    private const int MaxDepth = 10;

    /// <summary>Characters of an expanded value. Doubling references would have no end otherwise.</summary>
    private const int MaxValue = 64 * 1024;

    private readonly Dictionary<string, MainCfParameter> _parameters = new(StringComparer.Ordinal);

    private MainCf()
    {
    }

    /// <summary>In the order of their lines. Of a name that comes twice, the last counts, as for Postfix.</summary>
    public IEnumerable<MainCfParameter> Parameters => _parameters.Values.OrderBy(parameter => parameter.Line);

    /// <summary>Lines that are no parameters.</summary>
    public List<LogicalLine> Problems { get; } = [];

    public static MainCf Read(string text)
    {
        var file = new MainCf();
        foreach (var line in LogicalLine.Read(text))
        {
            var equals = line.Text.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? "" : line.Text[..equals].TrimEnd();
            if (name.Length == 0 || !name.All(IsNameCharacter))
            {
                file.Problems.Add(line);
                continue;
            }

            file._parameters[name] = new MainCfParameter(name, line.Text[(equals + 1)..].Trim(), line.Number);
        }

        return file;
    }

    public bool IsGiven(string name) => _parameters.ContainsKey(name);

    /// <summary>The value with its references followed; <c>null</c> when the parameter is not given and has no default that matters here.</summary>
    public string? Value(string name) => Value(name, depth: 0);

    /// <summary>The words of a list: separated by commas or white space.</summary>
    public IReadOnlyList<string> Words(string name) => Value(name)?.Split([',', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries) ?? [];

    private string? Value(string name, int depth) =>
        _parameters.TryGetValue(name, out var parameter) ? Expand(parameter.Value, depth)
        : name == "mydomain" ? Value("myhostname", depth) is { } host && host.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot ? host[(dot + 1)..] : null
        : name == "myorigin" ? Value("myhostname", depth)
        : null;

    private string Expand(string value, int depth)
    {
        if (depth > MaxDepth || !value.Contains('$', StringComparison.Ordinal))
        {
            return value;
        }

        var expanded = new StringBuilder();
        for (var i = 0; i < value.Length && expanded.Length < MaxValue; i++)
        {
            if (value[i] != '$' || !TryReference(value, i + 1, out var reference, out var end))
            {
                expanded.Append(value[i]);
                continue;
            }

            var text = Resolve(reference, depth);
            expanded.Append(text.AsSpan(0, Math.Min(text.Length, MaxValue - expanded.Length)));
            i = end;
        }

        return expanded.ToString();
    }

    /// <summary><c>name</c>, <c>name?text</c> (when it has a value), <c>name:text</c> (when it has none), <c>name?{text}:{text}</c>.</summary>
    private string Resolve(string reference, int depth)
    {
        var at = reference.AsSpan().IndexOfAny('?', ':');
        var name = at < 0 ? reference : reference[..at];
        var value = Value(name.Trim(), depth + 1) ?? "";
        if (at < 0)
        {
            return value;
        }

        var (whenSet, whenNot) = Branches(reference[(at + 1)..]);
        if (reference[at] == ':')
        {
            (whenSet, whenNot) = ("", whenSet);
        }

        return Expand(value.Length > 0 ? whenSet : whenNot, depth + 1);
    }

    private static (string First, string Second) Branches(string text)
    {
        if (!text.StartsWith('{') || text.IndexOf('}', StringComparison.Ordinal) is not (> 0 and var end))
        {
            return (text, "");
        }

        var rest = text[(end + 1)..].Trim();
        return (text[1..end].Trim(), rest.StartsWith(':') ? rest[1..].Trim().TrimStart('{').TrimEnd('}').Trim() : "");
    }

    private static bool TryReference(string value, int start, [NotNullWhen(true)] out string? reference, out int end)
    {
        (reference, end) = (null, start);
        if (start < value.Length && value[start] is '{' or '(')
        {
            var depth = 0;
            for (end = start; end < value.Length; end++)
            {
                depth += value[end] is '{' or '(' ? 1 : value[end] is '}' or ')' ? -1 : 0;
                if (depth == 0)
                {
                    reference = value[(start + 1)..end];
                    return true;
                }
            }

            return false;
        }

        var length = value.AsSpan(start).IndexOfAnyExcept(NameCharacters) is >= 0 and var stop ? stop : value.Length - start;
        (reference, end) = (value.Substring(start, length), start + length - 1);
        return length > 0;
    }

    private static System.Buffers.SearchValues<char> NameCharacters { get; } =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

    private static bool IsNameCharacter(char c) => NameCharacters.Contains(c);
}
