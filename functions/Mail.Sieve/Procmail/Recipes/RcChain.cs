namespace Mail.Sieve.Procmail;

/// <summary>
/// Recipes that depend on the ones before them by flag: <c>A</c> and <c>a</c> go into the branch of the last that has neither, <c>E</c> adds another
/// branch.
/// </summary>
internal sealed class RcChain(string origin)
{
    private readonly List<(SieveTest Test, List<SieveCommand> Body)> _arms = [];
    private bool _hasConditionalFollower;
    private bool _areFinal = true;

    /// <summary>What adds up to the test; it stands in front.</summary>
    public List<SieveCommand> Before { get; } = [];

    public string Hint { get; set; } = "";

    public bool HasArms => _arms.Count > 0;

    /// <summary>Why what depends on it cannot be converted; <c>null</c> when it can.</summary>
    public string? Lost { get; set; }

    /// <summary>formail -rD was the last, so that the next with flag <c>e</c> runs for new senders.</summary>
    public bool AwaitsNewSender { get; set; }

    /// <summary>No message comes out behind it.</summary>
    public bool IsFinal { get; private set; }

    /// <param name="isFinal">Nor does one that the test is for.</param>
    public void AddArm(SieveTest test, IReadOnlyList<SieveCommand> body, bool isFinal)
    {
        _arms.Add((test, [.. body]));
        _areFinal &= isFinal;
        IsFinal = _areFinal && test == SieveTest.True;
        _hasConditionalFollower = false;
    }

    /// <summary>A recipe with flag <c>A</c>, <c>a</c> or <c>e</c>.</summary>
    public void Follow(SieveTest test, IReadOnlyList<SieveCommand> body)
    {
        _arms[^1].Body.AddRange(test == SieveTest.True ? body : [new SieveCommand.Branch([new SieveArm(test, body)])]);
        _hasConditionalFollower |= test != SieveTest.True;
    }

    /// <summary>Why a recipe with flag <c>E</c> cannot come next; <c>null</c> when it can.</summary>
    public string? ElseProblem =>
        Lost ?? (_hasConditionalFollower ? "it depends on whether a recipe with flag A was executed" : null);

    public RcUnit? ToUnit()
    {
        // A branch that does nothing matters only in front of another.
        // Behind one that takes everything nothing is reached.
        var everything = _arms.FindIndex(arm => arm.Test == SieveTest.True);
        var possible = _arms.Take(everything < 0 ? _arms.Count : everything + 1).Where(arm => arm.Test != SieveTest.False).ToList();
        var arms = possible.Take(possible.FindLastIndex(arm => arm.Body.Count > 0) + 1).ToList();
        if (arms.Count == 0)
        {
            return null;
        }

        List<SieveCommand> commands = arms is [{ Test: var test, Body: var body }] && test == SieveTest.True
            ? [.. Before, .. body]
            : [.. Before, new SieveCommand.Branch([.. arms.Select((arm, i) => new SieveArm(i > 0 && arm.Test == SieveTest.True ? null : arm.Test, arm.Body))])];
        return new RcUnit(origin, Hint, commands);
    }
}
