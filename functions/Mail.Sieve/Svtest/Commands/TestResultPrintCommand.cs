namespace Mail.Sieve.Svtest;

/// <summary><c>test_result_print</c>: for people who watch; nobody does here.</summary>
internal sealed class TestResultPrintCommand : SvtestCommandDefinition
{
    public override string Name => "test_result_print";

    public override CommandNode? Compile(BoundArguments arguments) => null;
}
