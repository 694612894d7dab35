namespace Mail.Sieve;

/// <param name="IsList">Written in brackets; a single string can stand for a list, but not the other way round (RFC 5228 §2.4.2.1).</param>
internal sealed record StringArgument(ScriptPosition Position, IReadOnlyList<SyntaxString> Items, bool IsList) : SyntaxArgument(Position)
{
    public override string Describe() => IsList ? "a string list" : "a string";
}
