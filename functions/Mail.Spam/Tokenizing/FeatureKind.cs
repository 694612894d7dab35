namespace Mail.Spam;

/// <summary>What a feature tells of: the same word is another feature in the subject than in the text.</summary>
internal readonly struct FeatureKind(ulong seed, string name)
{
    private readonly string _name = name;

    public FeatureKind(string name)
        : this(FeatureHash.Seed(name), name)
    {
    }

    public ulong Seed { get; } = seed;

    public string Describe(ReadOnlySpan<char> text) => _name.Length == 0 ? text.ToString() : $"{_name}: {text}";
}
