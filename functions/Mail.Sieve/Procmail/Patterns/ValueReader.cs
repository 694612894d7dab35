namespace Mail.Sieve.Procmail;

/// <summary>
/// Turns what follows the colon in a pattern into matches of the field's value. Sieve has the value without the blanks around it and with its
/// words decoded (RFC 5228 §2.4.2.2), procmail as it came.
/// </summary>
internal sealed class ValueReader(bool isCaseSensitive, bool isEnvelope)
{
    private const string NoBlank = "written without a blank behind the colon, it matches with one as well";
    private const string Dots = "the dots of the address are taken for dots";

    /// <summary>Any of these; or the reason why there are none.</summary>
    public (IReadOnlyList<ValueMatch> Matches, string? Problem) Read(IReadOnlyList<Pattern> rest)
    {
        var matches = new List<ValueMatch>();
        foreach (var alternative in Spread([.. rest], ImportLimits.Alternatives))
        {
            if (ReadOne(alternative, matches) is { } problem)
            {
                return ([], problem);
            }
        }

        return (matches, null);
    }

    /// <summary>Alternatives that stand first may differ in whether they begin at the beginning: each becomes a pattern of its own.</summary>
    private static List<Pattern[]> Spread(Pattern[] items, int most)
    {
        switch (items)
        {
            case [Pattern.Sequence sequence, .. var rest]:
                return Spread([.. sequence.Items, .. rest], most);
            case [Pattern.Choice choice, .. var rest] when choice.Alternatives.Count < most:
                return [.. choice.Alternatives.SelectMany(alternative => Spread([alternative, .. rest], most / choice.Alternatives.Count))];
            case [Pattern.Repeat { Min: 0, Max: 1 } optional, .. var rest] when most > 1 && !TakesBlank(optional.Item):
                return [.. Spread([optional.Item, .. rest], most / 2), .. Spread(rest, most / 2)];
            default:
                return [items];
        }
    }

    /// <returns>What is wrong.</returns>
    private string? ReadOne(Pattern[] rest, List<ValueMatch> matches)
    {
        var items = rest.ToList();
        var (isFromStart, remark) = TrimStart(items);
        var split = items.FindIndex(item => item is Pattern.Split);
        var isToEnd = TrimEnd(items, keep: split >= 0);
        if (split >= 0)
        {
            return ReadSplit(items[..split], items[(split + 1)..], isFromStart, isToEnd, matches);
        }

        if (items.Any(IsUnplaced))
        {
            return "it looks at more than one line at a time";
        }

        if (items is [Pattern.Repeat { Min: 0, Max: 1, Item: Pattern.Sequence { Items: [var any, Pattern.Set before] } }, ..] && any == Pattern.AnyText)
        {
            items[0] = new Pattern.Choice([new Pattern.LineStart(), before]);
            isFromStart = false;
        }

        var found = Strings(items, isFromStart, isToEnd) ?? [new ValueMatch(MatchKind.Regex, Regex(items, isFromStart, isToEnd))];
        matches.AddRange(found.Select(match => match with { Remark = match.Remark ?? remark }));
        return found.Any(match => match.Key.Contains("=?", StringComparison.Ordinal) || match.Key.Contains("=\\?", StringComparison.Ordinal))
            ? "it looks at how words are encoded, and Sieve sees them decoded"
            : null;
    }

    /// <summary>procmail takes as little as it can in front of <c>\/</c>, and as much as it can behind.</summary>
    private static string? ReadSplit(List<Pattern> left, List<Pattern> right, bool isFromStart, bool isToEnd, List<ValueMatch> matches)
    {
        if (left.Concat(right).Any(IsUnplaced) || right.Any(item => item is Pattern.Split))
        {
            return "it looks at more than one line at a time";
        }

        if (!isFromStart)
        {
            left.Insert(0, Pattern.AnyText);
        }

        var before = PatternText.Write(Hasty([.. left, .. right], left.Count), isBody: false);
        var key = $"^{before}({PatternText.Write(right, isBody: false)}){(isToEnd ? "$" : "")}";
        matches.Add(new ValueMatch(MatchKind.Regex, key, Group: PatternText.CountGroups(before) + 1));
        return null;
    }

    /// <summary>The first so many items, any text among them made to end where what follows it first stands.</summary>
    private static List<Pattern> Hasty(List<Pattern> items, int count)
    {
        var hasty = new List<Pattern>();
        for (var i = 0; i < count; i++)
        {
            if (items[i] != Pattern.AnyText || i + 1 == items.Count)
            {
                hasty.Add(items[i]);
                continue;
            }

            var next = items[i + 1] is Pattern.Repeat { Min: > 0 } repeat ? repeat.Item : items[i + 1];
            CharSet? until = next switch
            {
                Pattern.Literal { Value: var c } => CharSet.NoneOf($"{char.ToLowerInvariant(c)}{char.ToUpperInvariant(c)}"),
                Pattern.Set { Characters: var set } => set with { Negated = !set.Negated },
                _ => null,
            };
            // What may begin anywhere begins at once.
            if (next is not (Pattern.Any or Pattern.Repeat { Item: Pattern.Any }))
            {
                hasty.Add(until is null ? items[i] : new Pattern.Repeat(new Pattern.Set(until), 0, Max: null));
            }
        }

        return hasty;
    }

    /// <summary>Takes away what the blank behind the colon or any text stands for.</summary>
    private (bool IsFromStart, string? Remark) TrimStart(List<Pattern> items)
    {
        var isFromStart = true;
        var hasBlank = isEnvelope;
        while (items.Count > 0)
        {
            if (IsBlank(items[0]))
            {
                hasBlank = true;
            }
            else if (items[0] is Pattern.Repeat { Item: Pattern.Any, Max: null })
            {
                isFromStart = false;
                hasBlank = true;
            }
            // The blank is a character like any other to a dot, and outside of words.
            else if (!hasBlank && items[0] is Pattern.Any or Pattern.WordEdge)
            {
                hasBlank = true;
            }
            else
            {
                break;
            }

            items.RemoveAt(0);
        }

        return (isFromStart, hasBlank || items.Count == 0 || TakesBlank(items[0]) ? null : NoBlank);
    }

    /// <param name="keep">What matches at the end is wanted: only the anchor goes.</param>
    private static bool TrimEnd(List<Pattern> items, bool keep)
    {
        var isToEnd = items is [.., Pattern.LineEnd];
        if (keep && isToEnd)
        {
            items.RemoveAt(items.Count - 1);
        }

        while (!keep && items.Count > 0 && (items[^1] is Pattern.LineEnd || items[^1] == Pattern.AnyText || (isToEnd && IsBlank(items[^1]))))
        {
            isToEnd = items[^1] is Pattern.LineEnd || (isToEnd && items[^1] != Pattern.AnyText);
            items.RemoveAt(items.Count - 1);
        }

        return isToEnd;
    }

    private List<ValueMatch>? Strings(List<Pattern> items, bool isFromStart, bool isToEnd)
    {
        if (PatternStrings.Of(items, isCaseSensitive) is not { } strings)
        {
            return null;
        }

        var matches = strings.Select(text => Match(text, isFromStart, isToEnd)).ToList();
        return matches.Exists(match => ImportText.LooksLikeVariable(match.Key)) ? null : matches;
    }

    private static ValueMatch Match(string text, bool isFromStart, bool isToEnd)
    {
        var dotted = PatternStrings.WithDots(text);
        var remark = dotted == text ? null : Dots;
        if (dotted.Length == 0 && !(isFromStart && isToEnd))
        {
            return new ValueMatch(MatchKind.Exists, "");
        }

        if (!PatternStrings.HasWildcard(dotted) && isFromStart == isToEnd)
        {
            return new ValueMatch(isToEnd ? MatchKind.Is : MatchKind.Contains, dotted, remark);
        }

        return new ValueMatch(MatchKind.Matches, $"{(isFromStart ? "" : "*")}{PatternStrings.ToWildcards(dotted)}{(isToEnd ? "" : "*")}", remark);
    }

    private static string Regex(List<Pattern> items, bool isFromStart, bool isToEnd) =>
        $"{(isFromStart ? "^" : "")}{PatternText.Write(items, isBody: false)}{(isToEnd ? "$" : "")}";

    private static bool IsBlank(Pattern item) => item switch
    {
        Pattern.Literal { Value: ' ' or '\t' } => true,
        Pattern.Set set => set.Characters.IsBlank,
        Pattern.Repeat repeat => IsBlank(repeat.Item),
        Pattern.Choice choice => choice.Alternatives.All(IsBlank),
        Pattern.Sequence { Items.Count: > 0 } sequence => sequence.Items.All(IsBlank),
        _ => false,
    };

    /// <summary>The blank behind the colon may be what it ends with, or a part of it.</summary>
    private static bool TakesBlank(Pattern item) => item switch
    {
        Pattern.Any or Pattern.WordEdge => true,
        Pattern.Set set => set.Characters.Contains(' '),
        Pattern.Repeat repeat => TakesBlank(repeat.Item),
        Pattern.Sequence { Items: [.., var last] } => TakesBlank(last),
        _ => false,
    };

    private static bool IsUnplaced(Pattern item) => item switch
    {
        Pattern.LineStart or Pattern.LineEnd or Pattern.AreaEdge or Pattern.Destination or Pattern.Daemon or Pattern.Split => true,
        Pattern.Sequence sequence => sequence.Items.Any(IsUnplaced),
        Pattern.Choice choice => choice.Alternatives.Any(IsUnplaced),
        Pattern.Repeat repeat => IsUnplaced(repeat.Item),
        _ => false,
    };
}
