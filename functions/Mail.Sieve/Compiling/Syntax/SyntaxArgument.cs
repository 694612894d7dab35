namespace Mail.Sieve;

/// <summary>An argument (RFC 5228 §8.2): a tag, a number, or strings.</summary>
internal abstract record SyntaxArgument(ScriptPosition Position)
{
    /// <summary>As it is called in messages to people.</summary>
    public abstract string Describe();
}
