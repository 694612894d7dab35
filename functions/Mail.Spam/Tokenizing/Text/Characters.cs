using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace Mail.Spam;

/// <summary>What characters are to the word scanner.</summary>
internal static class Characters
{
    private static readonly CharacterClass[] AsciiClasses = MakeAsciiClasses();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CharacterClass ClassOf(char c) => c < 128 ? AsciiClasses[c] : ClassOfOther(c);

    /// <summary>As <see cref="MemoryExtensions.ToLowerInvariant"/>, which takes one character after the other, for text that is nearly always ASCII.</summary>
    /// <param name="lower">As long as <paramref name="text"/>, or longer.</param>
    public static void ToLower(ReadOnlySpan<char> text, Span<char> lower)
    {
        if (Ascii.ToLower(text, lower, out _) != OperationStatus.Done)
        {
            text.ToLowerInvariant(lower);
        }
    }

    private static CharacterClass ClassOfOther(char c) => c switch
    {
        // Latin, Greek, Cyrillic and their neighbours: the bulk of what is not ASCII.
        >= '\u00C0' and < '\u0300' => c is '\u00D7' or '\u00F7' ? CharacterClass.Mark : CharacterClass.Word,
        >= '\u0300' and < '\u0370' => CharacterClass.Invisible,
        '\u00AD' or '\u034F' or '\u061C' or '\u180E' or (>= '\u200B' and <= '\u200F') or (>= '\u202A' and <= '\u202E')
            or (>= '\u2060' and <= '\u206F') or (>= '\uFE00' and <= '\uFE0F') or '\uFEFF' => CharacterClass.Invisible,
        '\u00A0' or (>= '\u2000' and <= '\u200A') or '\u3000' or (>= '\u0080' and <= '\u009F') => CharacterClass.Space,

        // Scripts without spaces: Thai and Lao, Myanmar, Khmer, CJK and kana. Hangul has spaces, but its words are inflected at the end.
        (>= '\u0E00' and <= '\u0EFF') or (>= '\u1000' and <= '\u109F') or (>= '\u1780' and <= '\u17FF') or (>= '\u2E80' and <= '\u2FFF')
            or (>= '\u3040' and <= '\u9FFF') or (>= '\uAC00' and <= '\uD7AF') or (>= '\uF900' and <= '\uFAFF') => CharacterClass.Ideograph,
        >= '\uD800' and <= '\uDFFF' => CharacterClass.Surrogate,
        >= '\uFF01' and <= '\uFF5E' => ClassOf((char)(c - 0xFEE0)),
        _ => char.IsLetterOrDigit(c) ? CharacterClass.Word
            : char.IsWhiteSpace(c) || char.IsControl(c) ? CharacterClass.Space
            : CharacterClass.Mark,
    };

    private static CharacterClass[] MakeAsciiClasses()
    {
        var classes = new CharacterClass[128];
        for (var c = '!'; c < 127; c++)
        {
            classes[c] = char.IsAsciiLetterOrDigit(c) ? CharacterClass.Word : "'-_.,@&".Contains(c, StringComparison.Ordinal) ? CharacterClass.Inner : CharacterClass.Mark;
        }

        return classes;
    }
}
