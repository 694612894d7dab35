namespace Mail.Sieve;

internal sealed class LiteralPart(string text) : TextPart
{
    public override string Value(SieveRun run) => text;
}
