using System.Collections.Frozen;
using System.Globalization;

namespace Mail.Authentication;

/// <summary>Under which names anybody may register one: the Public Suffix List, with its private part, as other DMARC software uses it.</summary>
internal sealed class PublicSuffixList
{
    private const string Resource = "public_suffix_list.dat";

    private static readonly Lazy<PublicSuffixList> Shared = new(Load);

    private readonly FrozenDictionary<string, Rule> _rules;

    private PublicSuffixList(FrozenDictionary<string, Rule> rules) => _rules = rules;

    /// <summary>What a name is to the list; one may be several.</summary>
    [Flags]
    private enum Rule
    {
        None = 0,
        Suffix = 1,

        /// <summary><c>*.name</c>: every name directly below.</summary>
        Wildcard = 2,

        /// <summary><c>!name</c>: no suffix, though a wildcard says so.</summary>
        Exception = 4,
    }

    /// <summary>Read when first asked for.</summary>
    public static PublicSuffixList Default => Shared.Value;

    /// <summary>One rule a line, up to the first white space; comments begin with two slashes.</summary>
    public static PublicSuffixList Parse(IEnumerable<string> lines)
    {
        var idn = new IdnMapping { AllowUnassigned = true };
        var rules = new Dictionary<string, Rule>();
        foreach (var line in lines)
        {
            var text = line.Split(' ', '\t')[0];
            if (text.Length == 0 || text.StartsWith("//", StringComparison.Ordinal))
            {
                continue;
            }

            var (name, rule) = text[0] == '!' ? (text[1..], Rule.Exception)
                : text.StartsWith("*.", StringComparison.Ordinal) ? (text[2..], Rule.Wildcard)
                : (text, Rule.Suffix);
            name = name.All(char.IsAscii) ? name : idn.GetAscii(name);
            rules[name] = rules.GetValueOrDefault(name) | rule;
        }

        return new PublicSuffixList(rules.ToFrozenDictionary(StringComparer.Ordinal));
    }

    /// <summary>RFC 7489 §3.2: the public suffix and one label more; the domain itself when it is a suffix or has no more labels.</summary>
    /// <param name="domain">In lower case, A-labels.</param>
    public string OrganizationalDomain(string domain)
    {
        var labels = domain.Split('.');
        var suffix = SuffixLabels(labels);
        return suffix >= labels.Length ? domain : string.Join('.', labels[^(suffix + 1)..]);
    }

    /// <summary>How many labels of the name, from the right, are its public suffix.</summary>
    private int SuffixLabels(string[] labels)
    {
        // "*" rules when nothing else does.
        var longest = 1;
        var name = "";
        for (var count = 1; count <= labels.Length; count++)
        {
            name = count == 1 ? labels[^1] : $"{labels[^count]}.{name}";
            var rule = _rules.GetValueOrDefault(name);
            if (rule.HasFlag(Rule.Exception))
            {
                // It is what an exception excepts from: the suffix is one label shorter.
                return count - 1;
            }

            longest = rule.HasFlag(Rule.Wildcard) && count < labels.Length ? count + 1
                : rule.HasFlag(Rule.Suffix) ? Math.Max(longest, count)
                : longest;
        }

        return longest;
    }

    private static PublicSuffixList Load()
    {
        using var stream = typeof(PublicSuffixList).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The program was built without {Resource}.");
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries));
    }
}
