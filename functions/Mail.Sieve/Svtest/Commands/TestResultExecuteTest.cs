namespace Mail.Sieve.Svtest;

/// <summary><c>test_result_execute</c>: does what is pending, in folders and an outbox of the session; false when an action fails.</summary>
internal sealed class TestResultExecuteTest : SvtestTestDefinition
{
    public override string Name => "test_result_execute";

    public override TestNode Compile(BoundArguments arguments) => new SvtestTestNode((session, run) => session.ExecuteResultAsync(run));
}
