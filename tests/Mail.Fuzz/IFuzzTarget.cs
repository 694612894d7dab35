namespace Mail.Fuzz;

/// <summary>Something that takes any input at all.</summary>
public interface IFuzzTarget
{
    string Name { get; }

    /// <summary>The name of its folder in the corpus.</summary>
    string Corpus => Name;

    /// <summary>The last input led where none before it did: it is worth being mutated further.</summary>
    bool HasNews => false;

    /// <exception cref="Exception">Whatever is thrown is a bug in what is fuzzed: a broken promise, or an exception of its own.</exception>
    void Run(ReadOnlySpan<byte> input);
}
