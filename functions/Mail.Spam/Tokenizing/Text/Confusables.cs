namespace Mail.Spam;

/// <summary>Letters that look like Latin ones and are used in their place (after Unicode Technical Standard #39, reduced to what whole fonts agree on).</summary>
internal static class Confusables
{
    // Cyrillic, then Greek, each with the Latin letter that it passes for; lower-case, for words are folded before.
    private const string Pairs =
        "аaвbеeкkмmнhоoрpсcтtуyхxѕsіiјjһhԁdԛqԝwьb" +
        "αaβbεeηnιiκkμuνvοoρpτtυuχxωwγyσo";

    /// <returns>The Latin letter that the letter passes for; itself when it passes for none.</returns>
    public static char ToLatin(char letter) => LooksLatin(letter) ? Pairs[Pairs.IndexOf(letter, StringComparison.Ordinal) + 1] : letter;

    public static bool LooksLatin(char letter) => letter >= 128 && Pairs.Contains(letter, StringComparison.Ordinal);

    /// <summary>Mathematical alphanumerics (U+1D400 to U+1D7FF): letters in thirteen styles and digits in five.</summary>
    /// <returns>0 when it is none.</returns>
    public static char OfMathematical(int codePoint) => codePoint switch
    {
        >= 0x1D400 and < 0x1D6A4 => (char)('a' + ((codePoint - 0x1D400) % 26)),
        >= 0x1D7CE and <= 0x1D7FF => (char)('0' + ((codePoint - 0x1D7CE) % 10)),
        _ => '\0',
    };
}
