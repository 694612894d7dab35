namespace Mail.Sieve;

/// <summary>Tests from left to right until one has the outcome that ends the list; if none has, the list has the other outcome.</summary>
internal sealed class TestListNode : TestNode
{
    private readonly ScriptPosition _position;
    private readonly TestNode[] _tests;
    private readonly bool _endsOn;

    private TestListNode(ScriptPosition position, TestNode[] tests, bool endsOn)
    {
        _position = position;
        _tests = tests;
        _endsOn = endsOn;
    }

    public static TestNode Of(BoundArguments arguments, bool endsOn)
    {
        var tests = new List<TestNode>();
        var isFromIhave = arguments.Tests.Any(t => t.IsFromIhave);
        foreach (var test in arguments.Tests)
        {
            if (test.Known == endsOn && tests.Count == 0)
            {
                return ConstantTest.Of(endsOn, isFromIhave);
            }

            if (test.Known is null || test.Known == endsOn)
            {
                tests.Add(test);
            }
        }

        return tests.Count == 0 ? ConstantTest.Of(!endsOn, isFromIhave) : new TestListNode(arguments.Position, [.. tests], endsOn);
    }

    public override async ValueTask<bool> EvaluateAsync(SieveRun run)
    {
        foreach (var test in _tests)
        {
            run.Spend(1, _position);
            if (run.HasFailed || await test.EvaluateAsync(run) == _endsOn)
            {
                return _endsOn;
            }
        }

        return !_endsOn;
    }
}
