namespace Mail.Sieve.Procmail;

/// <summary>Patterns for the lines of the header as tests of fields.</summary>
internal static class HeaderTests
{
    // Where a word that is looked for anywhere in the header usually stands.
    private static readonly string[] Usual = ["from", "to", "cc", "subject", "sender", "reply-to", "list-id", "x-mailer"];

    public static PatternTest Of(Pattern pattern, bool isCaseSensitive)
    {
        if (pattern is Pattern.Sequence { Items.Count: 0 })
        {
            return new PatternTest { Test = SieveTest.True };
        }

        if (FieldSplitter.Split(pattern) is not { Count: > 0 } fields
            || fields.Any(field => field is { Name: null, IsEnvelope: false, Rest: [Pattern.LineStart, ..] }))
        {
            return PatternTest.Failed("it looks at fields whose names are a pattern");
        }

        var daemons = fields.Where(field => field.Daemon is not null).ToList();
        if (daemons.Exists(field => field.Rest.Length > 0))
        {
            return PatternTest.Failed("something follows ^FROM_DAEMON or ^FROM_MAILER");
        }

        var atoms = new List<Atom>();
        foreach (var field in fields.Except(daemons))
        {
            var (matches, problem) = new ValueReader(isCaseSensitive, field.IsEnvelope).Read(field.Name is null && !field.IsEnvelope ? [Pattern.AnyText, .. field.Rest] : field.Rest);
            if (problem is not null)
            {
                return PatternTest.Failed(problem);
            }

            atoms.AddRange(matches.SelectMany(match => Names(field).Select(name => new Atom(field.IsEnvelope, name, match))));
        }

        return new PatternTest
        {
            Test = SieveTest.AnyOf([.. daemons.Select(field => DaemonTest.Of(field.Daemon!)), .. Write(atoms, isCaseSensitive)]),
            Remark = string.Join("; ", fields.Select(Remark).Concat(atoms.Select(atom => atom.Match.Remark)).Where(remark => remark is not null).Distinct()) is { Length: > 0 } remark
                ? remark
                : null,
            IsApproximate = fields.Any(field => Remark(field) is not null),
            Group = atoms.Count > 0 && atoms.TrueForAll(atom => atom.Match.Group == atoms[0].Match.Group) ? atoms[0].Match.Group : 0,
        };
    }

    private static string[] Names(FieldPattern field) =>
        field.IsEnvelope ? ["from"]
        : field.Name is { } name ? [name.ToLowerInvariant()]
        : Usual;

    private static string? Remark(FieldPattern field) =>
        field.Daemon is not null || field.IsEnvelope ? null
        : field.Name is null ? $"looked for in {string.Join(", ", Usual)}, as Sieve has no test of all fields at once"
        : field.IsOpen && !FieldSplitter.IsPlain(field.Name) && !field.Name.Equals("From", StringComparison.OrdinalIgnoreCase)
            ? $"only the field {field.Name}, not all whose names begin so"
            : null;

    /// <summary>First the values of each field are put together, then the fields of equal values.</summary>
    private static IEnumerable<SieveTest> Write(List<Atom> atoms, bool isCaseSensitive) => atoms
        .GroupBy(atom => (atom.IsEnvelope, atom.Name, atom.Match.Kind))
        .Select(group => (group.Key, Values: group.Select(atom => atom.Match.Key).Distinct().ToList()))
        .GroupBy(field => (field.Key.IsEnvelope, field.Key.Kind, Values: string.Join('\n', field.Values)))
        .SelectMany(group => Write(
            group.Key.IsEnvelope, group.Key.Kind, [.. group.Select(field => field.Key.Name).Distinct()], group.First().Values, isCaseSensitive));

    private static IEnumerable<SieveTest> Write(bool isEnvelope, MatchKind kind, string[] names, List<string> values, bool isCaseSensitive)
    {
        if (kind == MatchKind.Exists && !isEnvelope)
        {
            // RFC 5228 §5.5: exists with a list wants all of them.
            return names.Select(name => SieveTest.Of($"exists {ImportText.Quote(name)}"));
        }

        var test = isEnvelope ? "envelope" : "header";
        var comparator = isCaseSensitive ? " :comparator \"i;octet\"" : "";
        var match = kind == MatchKind.Exists ? ":matches" : ":" + kind.ToString().ToLowerInvariant();
        return [SieveTest.Of($"{test} {match}{comparator} {ImportText.List(names)} {ImportText.List(kind == MatchKind.Exists ? ["*"] : values)}")];
    }

    private sealed record Atom(bool IsEnvelope, string Name, ValueMatch Match);
}
