namespace Mail.Sieve;

/// <summary>Collects the problems of one script.</summary>
internal sealed class ProblemList(string script, int max)
{
    private readonly List<SieveProblem> _problems = [];
    private int _muted;

    public IReadOnlyList<SieveProblem> Problems => _problems;

    /// <summary>No more are taken; looking further is no use.</summary>
    public bool IsFull => _problems.Count >= max;

    public void Add(ScriptPosition position, string message)
    {
        var problem = new SieveProblem(script, position.Line, position.Column, ProblemText.Of(message));
        // A string that is looked at twice is wrong once.
        if (_muted == 0 && !IsFull && !_problems.Contains(problem))
        {
            _problems.Add(problem);
        }
    }

    /// <summary>From here to <see cref="Unmute"/> nothing counts: text that can never run may name what we do not know (RFC 5463 §4).</summary>
    public void Mute() => _muted++;

    public void Unmute() => _muted--;

    /// <summary>In the order of the text: the lexer and parser report first, and the binder after them.</summary>
    public IReadOnlyList<SieveProblem> Sorted() => [.. _problems.OrderBy(p => p.Line).ThenBy(p => p.Column)];
}
