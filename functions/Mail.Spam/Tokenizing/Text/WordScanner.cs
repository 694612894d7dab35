namespace Mail.Spam;

/// <summary>Running text to words. A word is folded to lower case, and to what it looks like.</summary>
internal sealed class WordScanner(FeatureSet features)
{
    /// <summary>Longer words say little as they are: their length and beginning are kept.</summary>
    private const int MaxWord = 30;

    /// <summary>Runs of a sign are the same from so many on.</summary>
    private const int MaxRun = 4;

    private const int MinShouted = 3;

    private static readonly FeatureKind Long = new("long word");
    private static readonly FeatureKind Shouted = new("shouted");
    private static readonly FeatureKind Trick = new("trick");

    private readonly TextBits _bits = new();
    private readonly ulong[] _plain = new ulong[FeatureSet.MaxWords];
    private readonly char[] _word = new char[MaxWord];
    private int _length;
    private int _upper;
    private bool _hasLatin;
    private bool _hasLookalike;
    private bool _hasAt;
    private bool _paired;

    /// <param name="paired">Running text, whose words belong together.</param>
    public void Scan(FeatureKind kind, ReadOnlySpan<char> text, bool paired = false)
    {
        _paired = paired;
        var (start, end) = (0, 0);
        for (var i = 0; i < text.Length && !features.IsFull;)
        {
            if (i >= end)
            {
                start = i;
                end = start + _bits.Read(text[start..]);
            }

            i = start + ScanPlain(kind, i - start, end - start);
            if (i < end)
            {
                i = ScanOne(kind, text, i);
            }
        }
    }

    /// <summary>What most mail is made of: words and single marks in ASCII. Words are added together: see <see cref="FeatureSet.AddWords"/>.</summary>
    /// <param name="i">In the text whose bits were read.</param>
    /// <returns>Where something else stands, or a place not before <paramref name="end"/>.</returns>
    private int ScanPlain(FeatureKind kind, int i, int end)
    {
        var words = _plain;
        var count = 0;
        while (i < end)
        {
            var bits = _bits.At(i);
            if (bits.Gap is var gap and > 0)
            {
                i += gap;
                continue;
            }

            var lower = _bits.Lower(i);
            var length = bits.WordLength;
            if (length == 0)
            {
                length = 1;
                if (lower[1] == lower[0])
                {
                    break;
                }
            }

            if (length > MaxWord || bits.HasOther(length) || UrlScanner.MayStart(lower))
            {
                break;
            }

            var word = FeatureHash.OfAscii(kind.Seed, lower, length);
            if (features.KeepsTexts)
            {
                features.AddWord(kind, word, lower[..length], _paired);
            }
            else
            {
                words[count++] = word;
            }

            var isShouted = length >= MinShouted && bits.IsShouted(length);
            if (isShouted || count == words.Length)
            {
                features.AddWords(words.AsSpan(0, count), _paired);
                count = 0;
            }

            if (isShouted)
            {
                features.Add(Shouted, lower[..length]);
            }

            i += bits.Next(length);
        }

        features.AddWords(words.AsSpan(0, count), _paired);
        return i;
    }

    /// <returns>Where the text goes on.</returns>
    private int ScanOne(FeatureKind kind, ReadOnlySpan<char> text, int i)
    {
        switch (Characters.ClassOf(text[i]))
        {
            case CharacterClass.Word:
                return UrlScanner.StartsAt(text, i) ? UrlScanner.Scan(features, text, i) : ScanWord(kind, text, i);
            case CharacterClass.Ideograph:
                features.AddWord(kind, text.Slice(i, 1), _paired);
                return i + 1;
            case CharacterClass.Surrogate:
                return ScanSurrogate(kind, text, i);
            case CharacterClass.Mark:
                return ScanMarks(kind, text, i);
            default:
                return i + 1;
        }
    }

    private int ScanWord(FeatureKind kind, ReadOnlySpan<char> text, int i)
    {
        (_length, _upper, _hasLatin, _hasLookalike, _hasAt) = (0, 0, false, false, false);
        var start = i;
        for (; i < text.Length; i++)
        {
            var c = text[i];
            var type = Characters.ClassOf(c);
            if (type == CharacterClass.Word
                || (type == CharacterClass.Inner && i + 1 < text.Length && Characters.ClassOf(text[i + 1]) == CharacterClass.Word))
            {
                Append(c);
            }
            else if (type == CharacterClass.Invisible)
            {
                AddTrick(c);
            }
            else if (type == CharacterClass.Surrogate && TryMathematical(text, i, out var letter))
            {
                Append(letter);
                features.Add(Trick, "mathematical letters");
                i++;
            }
            else
            {
                break;
            }
        }

        AddWord(kind, i - start);
        return i;
    }

    private void Append(char c)
    {
        if (c < 128)
        {
            var lower = char.ToLowerInvariant(c);
            _upper += lower == c ? 0 : 1;
            _hasLatin |= lower >= 'a';
            c = lower;
        }
        else
        {
            c = Fold(c);
        }

        _hasAt |= c == '@';
        if (_length < MaxWord)
        {
            _word[_length] = c;
        }

        _length++;
    }

    private char Fold(char c)
    {
        if (c is >= '\uFF01' and <= '\uFF5E')
        {
            features.Add(Trick, "full-width letters");
            return char.ToLowerInvariant((char)(c - 0xFEE0));
        }

        var lower = char.ToLowerInvariant(c);
        _hasLookalike |= Confusables.LooksLatin(lower);
        return lower;
    }

    private void AddTrick(char c)
    {
        // Combining marks are how some write their language; the rest is not to be seen within a word.
        if (c is < '\u0300' or >= '\u0370')
        {
            features.Add(Trick, "invisible characters in a word");
        }
    }

    private void AddWord(FeatureKind kind, int length)
    {
        var word = _word.AsSpan(0, Math.Min(_length, MaxWord));
        if (_hasLatin && _hasLookalike)
        {
            features.Add(Trick, "letters of two scripts in a word");
            foreach (ref var letter in word)
            {
                letter = Confusables.ToLatin(letter);
            }
        }

        if (_length > MaxWord)
        {
            features.Add(Long, [word[0], (char)('0' + (Math.Min(length, 90) / 10))]);
            return;
        }

        features.AddWord(kind, word, _paired);
        if (_upper >= MinShouted && _upper == _length)
        {
            features.Add(Shouted, word);
        }

        if (_hasAt)
        {
            AddParts(kind, word);
        }
    }

    /// <summary>An address is also its domain.</summary>
    private void AddParts(FeatureKind kind, ReadOnlySpan<char> word)
    {
        var at = word.IndexOf('@');
        if (at > 0)
        {
            features.Add(kind, word[(at + 1)..]);
        }
    }

    private int ScanMarks(FeatureKind kind, ReadOnlySpan<char> text, int i)
    {
        var c = text[i];
        var end = i + 1;
        while (end < text.Length && text[end] == c)
        {
            end++;
        }

        features.AddWord(kind, text.Slice(i, Math.Min(end - i, MaxRun)), _paired);
        return end;
    }

    private int ScanSurrogate(FeatureKind kind, ReadOnlySpan<char> text, int i)
    {
        if (TryMathematical(text, i, out _))
        {
            return ScanWord(kind, text, i);
        }

        if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
        {
            features.AddWord(kind, text.Slice(i, 2), _paired);
            return i + 2;
        }

        return i + 1;
    }

    private static bool TryMathematical(ReadOnlySpan<char> text, int i, out char letter)
    {
        letter = i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1])
            ? Confusables.OfMathematical(char.ConvertToUtf32(text[i], text[i + 1]))
            : '\0';
        return letter != '\0';
    }
}
