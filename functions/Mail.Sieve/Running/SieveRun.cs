namespace Mail.Sieve;

/// <summary>The state of sorting one message: what the nodes of scripts read and change.</summary>
internal sealed partial class SieveRun(SieveOptions options, ISieveMessage message, SieveEnvironment environment, ISieveHost host, TimeProvider clock, CancellationToken ct)
{
    /// <summary>What a question to the host costs: it may have to look into storage.</summary>
    public const int CostOfQuestion = 1000;

    private static readonly TimeSpan MaxRegexTime = TimeSpan.FromSeconds(2);

    private TimeSpan _regexTime;
    private int _budget = options.InstructionBudget;

    public SieveOptions Options { get; set; } = options;

    public ISieveMessage Message { get; set; } = message;

    public SieveEnvironment Environment { get; set; } = environment;

    public ISieveHost Host { get; } = host;

    public TimeProvider Clock { get; } = clock;

    public CancellationToken Cancellation { get; } = ct;

    /// <summary>The name of the scope that runs.</summary>
    public string Scope { get; private set; } = "";

    /// <summary>The script that runs; an included one while it does.</summary>
    public SieveScript? Script { get; set; }

    public SieveProblem? Error { get; private set; }

    public bool HasFailed => Error is not null;

    public int Spent => Options.InstructionBudget - _budget;

    /// <summary>Ends the run (RFC 5228 §2.10.6). The first error counts.</summary>
    public void Fail(ScriptPosition position, string message) =>
        Error ??= new SieveProblem(Script?.Name ?? "", position.Line, position.Column, ProblemText.Of(message));

    /// <summary>Forgets an error, with the whole budget there again.</summary>
    public void Recover()
    {
        Error = null;
        _budget = Options.InstructionBudget;
    }

    /// <summary>Takes from the budget; when nothing is left the run fails.</summary>
    public void Spend(int instructions, ScriptPosition position)
    {
        _budget -= instructions;
        if (_budget < 0)
        {
            _budget = 0;
            Fail(position, $"the script takes more than {Options.InstructionBudget} steps");
        }
    }

    /// <summary>
    /// Takes from what regular expressions may take in all. One step of an automaton may cost 5 ns or some microseconds, which nobody can tell beforehand.
    /// </summary>
    public void SpendRegexTime(TimeSpan elapsed, ScriptPosition position)
    {
        _regexTime += elapsed;
        if (_regexTime > MaxRegexTime)
        {
            Fail(position, $"regular expressions take more than {MaxRegexTime.TotalSeconds:0} s for one message");
        }
    }

    public ActionOrigin Origin(ScriptPosition position) => new(Scope, Script?.Name ?? "", position.Line);
}
