namespace Mail.Sieve;

internal sealed record NumberArgument(ScriptPosition Position, long Value) : SyntaxArgument(Position)
{
    public override string Describe() => "a number";
}
