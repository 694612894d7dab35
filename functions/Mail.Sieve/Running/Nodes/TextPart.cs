namespace Mail.Sieve;

/// <summary>A piece of a string: text, or a variable.</summary>
internal abstract class TextPart
{
    public abstract string Value(SieveRun run);
}
