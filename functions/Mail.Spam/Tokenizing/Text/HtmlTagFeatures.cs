namespace Mail.Spam;

/// <summary>What tags tell: links, looks, and what is not to be seen.</summary>
internal sealed class HtmlTagFeatures(FeatureSet features)
{
    private const int MaxName = 16;
    private const int MaxAttributes = 12;

    private static readonly FeatureKind Tag = new("html tag");
    private static readonly FeatureKind Attribute = new("html");
    private static readonly FeatureKind Trick = new("trick");

    private readonly char[] _buffer = new char[MaxName];

    public static ReadOnlySpan<char> NameOf(ReadOnlySpan<char> tag)
    {
        var end = tag[Math.Min(1, tag.Length)..].IndexOfAny(" \t\r\n/");
        return end < 0 ? tag : tag[..(end + 1)];
    }

    /// <param name="tag">What stands between the angle brackets.</param>
    public void Add(ReadOnlySpan<char> name, ReadOnlySpan<char> tag)
    {
        if (name.Length is 0 or > MaxName || name[0] is '/' or '!' or '?')
        {
            return;
        }

        var lower = _buffer.AsSpan(0, name.Length);
        Characters.ToLower(name, lower);
        features.Add(Tag, lower);
        var rest = tag[name.Length..];
        for (var i = 0; i < MaxAttributes && TryAttribute(ref rest, out var attribute, out var value); i++)
        {
            AddAttribute(attribute, value);
        }
    }

    private void AddAttribute(ReadOnlySpan<char> attribute, ReadOnlySpan<char> value)
    {
        if (value.Length == 0)
        {
            return;
        }

        if (IsLink(attribute))
        {
            AddLink(value);
            return;
        }

        // Colours, sizes and fonts are not kept: honest newsletters of a new sender look like spam by them. LAB.md, "attributes".
        if (attribute.Equals("style", StringComparison.OrdinalIgnoreCase))
        {
            AddHidden(value);
        }
    }

    private void AddLink(ReadOnlySpan<char> value)
    {
        if (value.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase))
        {
            features.Add(Attribute, "link to an address");
        }
        else if (value.StartsWith("cid:", StringComparison.OrdinalIgnoreCase))
        {
            features.Add(Attribute, "image of the message");
        }
        else
        {
            UrlScanner.Add(features, value);
        }
    }

    private void AddHidden(ReadOnlySpan<char> style)
    {
        if (style.Contains("display:none", StringComparison.OrdinalIgnoreCase)
            || style.Contains("visibility:hidden", StringComparison.OrdinalIgnoreCase)
            || style.Contains("font-size:0", StringComparison.OrdinalIgnoreCase)
            || style.Contains("font-size:1px", StringComparison.OrdinalIgnoreCase))
        {
            features.Add(Trick, "hidden text");
        }
    }

    private static bool IsLink(ReadOnlySpan<char> attribute) =>
        attribute.Equals("href", StringComparison.OrdinalIgnoreCase)
        || attribute.Equals("src", StringComparison.OrdinalIgnoreCase)
        || attribute.Equals("background", StringComparison.OrdinalIgnoreCase)
        || attribute.Equals("action", StringComparison.OrdinalIgnoreCase);

    private static bool TryAttribute(ref ReadOnlySpan<char> rest, out ReadOnlySpan<char> attribute, out ReadOnlySpan<char> value)
    {
        attribute = default;
        value = default;
        rest = rest.TrimStart(" \t\r\n/");
        if (rest.Length == 0)
        {
            return false;
        }

        var end = rest.IndexOfAny("= \t\r\n");
        attribute = end < 0 ? rest : rest[..end];
        rest = rest[attribute.Length..].TrimStart(" \t\r\n");
        if (rest is ['=', ..])
        {
            value = TakeValue(ref rest);
        }

        return true;
    }

    private static ReadOnlySpan<char> TakeValue(ref ReadOnlySpan<char> rest)
    {
        rest = rest[1..].TrimStart(" \t\r\n");
        if (rest is ['"' or '\'', ..])
        {
            var quote = rest[1..].IndexOf(rest[0]);
            var quoted = quote < 0 ? rest[1..] : rest.Slice(1, quote);
            rest = quote < 0 ? default : rest[(quote + 2)..];
            return quoted;
        }

        var end = rest.IndexOfAny(" \t\r\n");
        var value = end < 0 ? rest : rest[..end];
        rest = rest[value.Length..];
        return value;
    }
}
