using System.Text;
using CsCheck;

namespace Mail.Spam.Tests;

public class WordScannerTests
{
    /// <summary>Of longer ones only the beginning counts.</summary>
    private const int MaxWord = 30;

    /// <summary>What texts are made of, and what stands at the edges of the ranges that are looked for.</summary>
    private static readonly Gen<char> Character = Gen.OneOf(
        Any("aazzAZ09'&_-.,@ ,/:;[`{~!\u007F\0\n\té\u0080\u00FF\u0100\u4E00\uFF21\u200B\u0301Ж\uD83D\uDE00".ToCharArray()),
        Gen.Char['a', 'z'],
        Gen.Char['A', 'Z'],
        Gen.Char);

    private static readonly Gen<string> Piece = Gen.OneOf(
        Gen.Char['a', 'z'].Array[1, 12].Select(letters => new string(letters)),
        Gen.Char['A', 'Z'].Array[1, 40].Select(letters => new string(letters)),
        Gen.Select(Gen.Char['!', '/'], Gen.Int[1, 70], (sign, times) => new string(sign, times)),
        Character.Array[1, 6].Select(characters => new string(characters)),
        Any("http://a.example/b?c=d", "www.example.org", "joe@example.com", "naïve", "don't", "1,234.56", "VIAGRA", "𝐛𝐨𝐥𝐝", "paypаl", "-é"));

    private static readonly Gen<string> Text =
        Gen.Select(Piece, Any(" ", " ", " ", "", "\n", ", ", "  ")).Array[0, 120].Select(pieces => string.Concat(pieces.Select(piece => piece.Item1 + piece.Item2)));

    [Fact]
    public void Bits_say_of_each_character_what_its_class_is() =>
        Gen.Select(Character.Array[0, 200], Gen.Int[0, 2100]).Sample((end, before) =>
        {
            var text = new string('x', before) + new string(end);
            var bits = new TextBits();
            bits.Read("what was read before does not show");
            for (var start = 0; start < text.Length;)
            {
                var rest = text.AsSpan(start);
                var read = bits.Read(rest);
                for (var i = 0; i < read; i++)
                {
                    AssertSees(rest[i..], bits.At(i), bits.Lower(i));
                }

                start += read;
            }
        });

    [Fact]
    public void ASCII_has_the_same_hash_whichever_way_it_is_read() =>
        Gen.Select(Gen.Char['\0', '\u007F'].Array[64], Gen.Int[0, 40], Gen.ULong).Sample((text, length, seed) =>
            FeatureHash.OfAscii(seed, text, length) == FeatureHash.Of(seed, text.AsSpan(0, length)));

    /// <summary>Where a window ends, and how many of its bits belong to what came before, depends on what stands before a word.</summary>
    [Fact]
    public void Words_are_the_same_wherever_they_stand() =>
        Gen.Select(Text, Gen.Int[0, 2100]).Sample((text, spaces) => FeaturesOf(text + new string(' ', spaces)).SequenceEqual(FeaturesOf(new string(' ', spaces) + text)));

    [Fact]
    public void Words_are_the_same_with_their_texts_and_without() =>
        Text.Sample(text => FeaturesOf(text).SequenceEqual(FeaturesOf(text, keepTexts: true)));

    [Fact]
    public void Of_more_words_than_there_is_room_for_the_first_count()
    {
        var text = string.Join(' ', Enumerable.Range(0, 20_000).Select(i => $"w{i:x}"));
        var features = FeaturesOf(text);

        Assert.Equal(TokenizerLimits.MaxFeatures, features.Distinct().Count());
        Assert.Equal(features, FeaturesOf(text, keepTexts: true));
        // The very first tells how large the message is.
        Assert.Equal(features[1..1_000], FeaturesOf(text[..4_000])[1..1_000]);
    }

    [Theory]
    [InlineData("cheap")]
    [InlineData("don't")]
    [InlineData("abcdefghijklmnopqrstuvwxyzabcd")]
    public void A_word_with_something_unseen_in_it_is_the_same_word(string word)
    {
        var hidden = string.Concat(word[..2], "\u200B", word[2..]);

        Assert.Contains(word, Texts.OfBody($"first {word} last"));
        Assert.Contains(word, Texts.OfBody($"first {hidden} last"));
    }

    private static Gen<T> Any<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static void AssertSees(ReadOnlySpan<char> text, WordBits bits, ReadOnlySpan<char> lower)
    {
        var next = text[..Math.Min(text.Length, 3)];
        Assert.Equal(GapOf(text), bits.Gap);
        Assert.Equal(char.IsAsciiLetterUpper(text[0]) ? text[0] + 32 : text[0], lower[0]);
        Assert.Equal(char.IsAsciiLetterUpper(text[0]), bits.IsShouted(1));
        Assert.Equal(next.ContainsAnyInRange('\u0080', '\uFFFF') || next.Contains('@'), bits.HasOther(1));
        if (bits.Gap == 0)
        {
            var length = LengthOf(text);
            Assert.Equal(Math.Min(length, MaxWord + 1), Math.Min(bits.WordLength, MaxWord + 1));
            if (length is > 0 and <= MaxWord)
            {
                Assert.Equal(Math.Min(length + GapOf(text[length..]), TextBits.Sight), bits.Next(length));
            }
        }
    }

    private static int LengthOf(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length
            && (IsPlain(text[length]) || (Class(text[length]) == CharacterClass.Inner && length + 1 < text.Length && IsPlain(text[length + 1]))))
        {
            length++;
        }

        return length;
    }

    private static int GapOf(ReadOnlySpan<char> text)
    {
        var gap = 0;
        while (gap < text.Length && text[gap] < 128 && Class(text[gap]) is CharacterClass.Space or CharacterClass.Inner)
        {
            gap++;
        }

        return gap == text.Length ? TextBits.Sight : Math.Min(gap, TextBits.Sight);
    }

    private static bool IsPlain(char c) => c < 128 && Class(c) == CharacterClass.Word;

    private static CharacterClass Class(char c) => Characters.ClassOf(c);

    private static ulong[] FeaturesOf(string text, bool keepTexts = false) =>
        Tokenizer.Tokenize(Encoding.UTF8.GetBytes($"Content-Type: text/plain; charset=utf-8\r\n\r\n{text}"), keepTexts: keepTexts).Features.ToArray();
}
