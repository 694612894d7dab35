namespace Mail.Spam;

/// <summary>The last words of running text, for orthogonal sparse bigrams (Siefkes et al., 2004): pairs of words and the distance between them.</summary>
internal sealed class WordWindow
{
    /// <summary>Words that a pair may reach back.</summary>
    public const int Reach = 1;

    private const int Mask = 3;

    private readonly ulong[] _words = new ulong[Mask + 1];
    private int _next;

    public void Clear() => Array.Clear(_words);

    public void Push(ulong word)
    {
        _words[_next] = word;
        _next = (_next + 1) & Mask;
    }

    /// <param name="distance">1 is the last word.</param>
    /// <returns>0: there is none.</returns>
    public ulong Back(int distance) => _words[(_next - distance) & Mask];

    public static string Describe(string first, string second, int distance) =>
        $"{first}{string.Concat(Enumerable.Repeat(" …", distance - 1))} + {second}";
}
