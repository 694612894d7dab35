namespace Mail.Spam;

/// <summary>Running text to words. A word is folded to lower case, and to what it looks like.</summary>
internal sealed class WordScanner(FeatureSet features)
{
    /// <summary>Longer words say little as they are: their length and beginning are kept.</summary>
    private const int MaxWord = 30;

    private static readonly FeatureKind Long = new("long word");
    private static readonly FeatureKind Shouted = new("shouted");
    private static readonly FeatureKind Trick = new("trick");

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
        var i = 0;
        while (i < text.Length && !features.IsFull)
        {
            var c = text[i];
            switch (Characters.ClassOf(c))
            {
                case CharacterClass.Word:
                    i = UrlScanner.StartsAt(text, i) ? UrlScanner.Scan(features, text, i) : ScanWord(kind, text, i);
                    break;
                case CharacterClass.Ideograph:
                    features.AddWord(kind, text.Slice(i, 1), _paired);
                    i++;
                    break;
                case CharacterClass.Surrogate:
                    i = ScanSurrogate(kind, text, i);
                    break;
                case CharacterClass.Mark:
                    i = ScanMarks(kind, text, i);
                    break;
                default:
                    i++;
                    break;
            }
        }
    }

    private int ScanWord(FeatureKind kind, ReadOnlySpan<char> text, int i)
    {
        (_length, _upper, _hasLatin, _hasLookalike, _hasAt) = (0, 0, false, false, false);
        var start = i;
        for (i = AppendPlain(text, i); i < text.Length; i = AppendPlain(text, i + 1))
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

    /// <summary>ASCII letters and digits, of which most words are.</summary>
    /// <returns>Where something else stands, or the text ends.</returns>
    private int AppendPlain(ReadOnlySpan<char> text, int i)
    {
        var (length, upper, bits) = (_length, 0, 0);
        for (; i < text.Length && Characters.LowerOf(text[i]) is var lower and not 0; i++)
        {
            if (length < MaxWord)
            {
                _word[length] = (char)lower;
            }

            length++;
            bits |= lower;
            // Letters and digits: the case is one bit.
            upper += (lower ^ text[i]) >> 5;
        }

        (_length, _upper) = (length, _upper + upper);
        // Digits are 0x30 to 0x39.
        _hasLatin |= bits >= 0x40;
        return i;
    }

    private void Append(char c)
    {
        if (c < 128)
        {
            _hasLatin |= c >= 'a';
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
        if (_upper >= 3 && _upper == _length)
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

        // Runs are the same from four signs on.
        features.AddWord(kind, text.Slice(i, Math.Min(end - i, 4)), _paired);
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
