using System.Numerics;

namespace Mail.Spam;

/// <summary>What the next characters of a text are, the first one in the lowest bit; true for <see cref="TextBits.Sight"/> of them.</summary>
/// <param name="plain">ASCII letters and digits.</param>
/// <param name="inner">Signs that are part of a word when they stand within it.</param>
/// <param name="starts">Where a word, a mark or a character that is not ASCII may begin.</param>
/// <param name="others">Characters that are not ASCII, and <c>@</c>.</param>
/// <param name="capitals">Capital letters of ASCII.</param>
internal readonly ref struct WordBits(ulong plain, ulong inner, ulong starts, ulong others, ulong capitals)
{
    /// <summary>How far it is to where something begins.</summary>
    public int Gap => DistanceTo(starts);

    /// <summary>Where something begins: of the word, as far as it is ASCII; 0 when it is none.</summary>
    public int WordLength => BitOperations.TrailingZeroCount(~(plain | (inner & (plain >> 1))));

    /// <summary>How far it is to where something begins after so many characters.</summary>
    public int Next(int length) => DistanceTo(starts & ~First(length));

    /// <summary>Among so many characters, or where a word of that length may go on, there is one that has to be looked at by itself.</summary>
    public bool HasOther(int length) => (others & First(length + 2)) != 0;

    /// <summary>So many characters are capitals, all of them.</summary>
    public bool IsShouted(int length) => (~capitals & First(length)) == 0;

    private static ulong First(int length) => (1UL << length) - 1;

    private static int DistanceTo(ulong bits) => Math.Min(BitOperations.TrailingZeroCount(bits), TextBits.Sight);
}
