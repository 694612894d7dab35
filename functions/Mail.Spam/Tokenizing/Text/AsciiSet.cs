namespace Mail.Spam;

/// <summary>
/// Some ASCII characters, to be looked for in short texts. <see cref="System.Buffers.SearchValues{T}"/> is for long ones, and is compiled when it is first used: five searches of
/// it took more of a short run than they saved. LAB.md, "short texts".
/// </summary>
internal sealed class AsciiSet
{
    private readonly bool[] _members = new bool[128];

    public AsciiSet(string members)
    {
        foreach (var member in members)
        {
            _members[member] = true;
        }
    }

    public bool Contains(char c) => c < (uint)_members.Length && _members[c];

    /// <returns>Where the first of them stands, -1 when none does.</returns>
    public int IndexIn(ReadOnlySpan<char> text)
    {
        var i = 0;
        while (i < text.Length && !Contains(text[i]))
        {
            i++;
        }

        return i < text.Length ? i : -1;
    }

    /// <returns>Where the first character stands that is none of them, -1 when all are.</returns>
    public int IndexOfOtherIn(ReadOnlySpan<char> text)
    {
        var i = 0;
        while (i < text.Length && Contains(text[i]))
        {
            i++;
        }

        return i < text.Length ? i : -1;
    }

    /// <returns>Where the last of them stands, -1 when none does.</returns>
    public int LastIndexIn(ReadOnlySpan<char> text)
    {
        var i = text.Length - 1;
        while (i >= 0 && !Contains(text[i]))
        {
            i--;
        }

        return i;
    }
}
