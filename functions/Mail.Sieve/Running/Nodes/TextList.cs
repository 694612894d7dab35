namespace Mail.Sieve;

/// <summary>A list of strings of a script.</summary>
internal sealed class TextList
{
    private readonly TextTemplate[] _items;

    public TextList(TextTemplate[] items)
    {
        _items = items;
        Constants = Array.TrueForAll(items, i => i.Constant is not null) ? Array.ConvertAll(items, i => i.Constant!) : null;
    }

    public int Count => _items.Length;

    public TextTemplate this[int index] => _items[index];

    /// <summary>The values, when they are the same for all messages.</summary>
    public string[]? Constants { get; }

    /// <summary>Cut at spaces (RFC 5232 §2), as far as that is possible before values are known.</summary>
    public TextList Split() => Constants is null ? this : new TextList(Array.ConvertAll(Split(Constants), TextTemplate.Of));

    public static string[] Split(string[] texts) =>
        [.. texts.SelectMany(t => t.Split(' ', StringSplitOptions.RemoveEmptyEntries))];

    /// <summary>The values now.</summary>
    public string[] Expand(SieveRun run) => Constants ?? Array.ConvertAll(_items, i => i.Expand(run));
}
