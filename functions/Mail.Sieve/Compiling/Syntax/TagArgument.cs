namespace Mail.Sieve;

/// <param name="Name">In lower case, without the colon.</param>
internal sealed record TagArgument(ScriptPosition Position, string Name) : SyntaxArgument(Position)
{
    public override string Describe() => $"':{Name}'";
}
