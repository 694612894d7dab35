namespace Mail.Sieve;

/// <summary>A chain of <c>if</c>, <c>elsif</c> and <c>else</c>; the last has <c>true</c> for its test. Grows only while its block is compiled.</summary>
internal sealed class IfNode(ScriptPosition position) : CommandNode(position)
{
    private readonly List<(TestNode Test, BlockNode Block)> _branches = [];
    private bool _isDecided;

    /// <summary>One of the branches always runs because of an extension that is there, so that none behind it does (RFC 5463 §4).</summary>
    public bool IsDecidedByIhave { get; private set; }

    public void Add(TestNode test, BlockNode block)
    {
        if (!_isDecided && test.Known != false)
        {
            _branches.Add((test, block));
        }

        _isDecided |= test.Known == true;
        IsDecidedByIhave |= test is { Known: true, IsFromIhave: true };
    }

    public override async ValueTask<Flow> ExecuteAsync(SieveRun run)
    {
        foreach (var (test, block) in _branches)
        {
            var isTrue = await test.EvaluateAsync(run);
            if (run.HasFailed)
            {
                return Flow.Stop;
            }

            if (isTrue)
            {
                return await block.ExecuteAsync(run);
            }
        }

        return Flow.Next;
    }
}
