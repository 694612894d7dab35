using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace Mail.Core;

/// <summary>
/// Normalization form KC (Unicode Standard Annex #15), for names and passwords that people type on different keyboards. The processes run in
/// invariant globalization mode, without ICU, where <see cref="string.Normalize(NormalizationForm)"/> gives text back as it came.
/// </summary>
public static class Normalization
{
    // The Unicode Standard, 3.12: Hangul syllables are composed by arithmetic.
    private const int SBase = 0xAC00;
    private const int LBase = 0x1100;
    private const int VBase = 0x1161;
    private const int TBase = 0x11A7;
    private const int LCount = 19;
    private const int VCount = 21;
    private const int TCount = 28;
    private const int SCount = LCount * VCount * TCount;

    private static readonly Lazy<Tables> Data = new(Tables.Load);

    /// <param name="text">Well-formed UTF-16; a lone surrogate becomes U+FFFD.</param>
    public static string ToNfkc(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        var runes = Decompose(text);
        Order(runes);
        Compose(runes);
        var result = new StringBuilder(text.Length);
        foreach (var rune in runes)
        {
            result.Append(char.ConvertFromUtf32(rune));
        }

        return result.ToString();
    }

    private static List<int> Decompose(string text)
    {
        var runes = new List<int>(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var syllable = rune.Value - SBase;
            if (syllable is >= 0 and < SCount)
            {
                runes.Add(LBase + (syllable / (VCount * TCount)));
                runes.Add(VBase + (syllable % (VCount * TCount) / TCount));
                if (syllable % TCount != 0)
                {
                    runes.Add(TBase + (syllable % TCount));
                }
            }
            else if (Data.Value.Decompositions.TryGetValue(rune.Value, out var parts))
            {
                runes.AddRange(parts);
            }
            else
            {
                runes.Add(rune.Value);
            }
        }

        return runes;
    }

    /// <summary>Canonical ordering: runs of combining characters by class, equal ones in the order they had.</summary>
    private static void Order(List<int> runes)
    {
        for (var start = 0; start < runes.Count; start++)
        {
            var end = start;
            while (end < runes.Count && ClassOf(runes[end]) != 0)
            {
                end++;
            }

            if (end - start > 1)
            {
                var sorted = runes.GetRange(start, end - start).OrderBy(ClassOf).ToList();
                for (var i = 0; i < sorted.Count; i++)
                {
                    runes[start + i] = sorted[i];
                }
            }

            start = end;
        }
    }

    /// <summary>Canonical composition: each character with the last starter, unless one between them has its class or higher.</summary>
    private static void Compose(List<int> runes)
    {
        var starter = -1;
        var lastClass = 0;
        var kept = 0;
        for (var i = 0; i < runes.Count; i++)
        {
            var rune = runes[i];
            var thisClass = ClassOf(rune);
            var isBlocked = kept - 1 > starter && (lastClass >= thisClass || lastClass == 0);
            if (starter >= 0 && !isBlocked && TryCompose(runes[starter], rune, out var composed))
            {
                runes[starter] = composed;
                continue;
            }

            if (thisClass == 0)
            {
                starter = kept;
            }

            lastClass = thisClass;
            runes[kept++] = rune;
        }

        runes.RemoveRange(kept, runes.Count - kept);
    }

    private static bool TryCompose(int first, int second, out int composed)
    {
        if (first is >= LBase and < LBase + LCount && second is >= VBase and < VBase + VCount)
        {
            composed = SBase + ((((first - LBase) * VCount) + (second - VBase)) * TCount);
            return true;
        }

        if (first is >= SBase and < SBase + SCount && (first - SBase) % TCount == 0 && second is > TBase and < TBase + TCount)
        {
            composed = first + (second - TBase);
            return true;
        }

        return Data.Value.Compositions.TryGetValue((first, second), out composed);
    }

    private static int ClassOf(int rune) => Data.Value.Classes.GetValueOrDefault(rune);

    private sealed record Tables(
        FrozenDictionary<int, int[]> Decompositions, FrozenDictionary<(int First, int Second), int> Compositions, FrozenDictionary<int, int> Classes)
    {
        public static Tables Load()
        {
            var decompositions = new Dictionary<int, int[]>();
            var compositions = new Dictionary<(int, int), int>();
            var classes = new Dictionary<int, int>();
            using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("normalization.txt")
                ?? throw new InvalidOperationException("The resource normalization.txt is missing.");
            using var reader = new StreamReader(stream);
            while (reader.ReadLine() is { } line)
            {
                var words = line.Split(' ');
                switch (words[0])
                {
                    case "D":
                        decompositions[Hex(words[1])] = [.. words[2..].Select(Hex)];
                        break;
                    case "C":
                        compositions[(Hex(words[1]), Hex(words[2]))] = Hex(words[3]);
                        break;
                    case "O":
                        foreach (var code in words[2..])
                        {
                            classes[Hex(code)] = int.Parse(words[1], CultureInfo.InvariantCulture);
                        }

                        break;
                }
            }

            return new Tables(decompositions.ToFrozenDictionary(), compositions.ToFrozenDictionary(), classes.ToFrozenDictionary());
        }

        private static int Hex(string text) => int.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }
}
