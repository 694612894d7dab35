namespace Mail.Fuzz;

/// <summary>Something that takes any input at all.</summary>
public interface IFuzzTarget
{
    /// <summary>Also the name of its folder in the corpus.</summary>
    string Name { get; }

    /// <exception cref="Exception">Whatever is thrown is a bug in what is fuzzed: a broken promise, or an exception of its own.</exception>
    void Run(ReadOnlySpan<byte> input);
}
