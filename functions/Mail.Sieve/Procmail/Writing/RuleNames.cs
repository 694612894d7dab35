using System.Globalization;
using System.Text.RegularExpressions;

namespace Mail.Sieve.Procmail;

/// <summary>Names for rows, made of what they do: <c>lists-debian</c>, and <c>lists-debian-2</c> for the next of that name.</summary>
internal sealed partial class RuleNames
{
    // With its number a name stays within Mail.Core's Rule.MaxName.
    private const int Length = 40;

    private readonly HashSet<string> _taken = [];

    public string New(string hint)
    {
        var slug = NoName().Replace(hint.ToLowerInvariant(), "-").Trim('-');
        slug = slug.Length == 0 ? "rule" : slug[..Math.Min(slug.Length, Length)].TrimEnd('-');
        var name = slug;
        for (var number = 2; !_taken.Add(name); number++)
        {
            name = string.Create(CultureInfo.InvariantCulture, $"{slug}-{number}");
        }

        return name;
    }

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NoName();
}
