using System.Globalization;

namespace Mail.Sieve.Procmail;

/// <summary>Walks the statements of a procmailrc and turns them into branches of Sieve.</summary>
internal sealed partial class RcConverter
{
    private readonly RcContext _context;
    private readonly RcConditions _conditions;
    private readonly RcDeliveries _deliveries;
    private readonly RcPipes _pipes;
    private readonly RcValues _values;

    public RcConverter(RcContext context)
    {
        _context = context;
        _conditions = new RcConditions(context);
        _deliveries = new RcDeliveries(context);
        _pipes = new RcPipes(context);
        _values = new RcValues(context);
    }

    /// <param name="statements">Of one file or block.</param>
    /// <param name="isCopy">In a block with flag <c>c</c>: the message itself goes on behind it.</param>
    /// <param name="depth">Blocks around it; 0 where nothing depends on a condition.</param>
    public RcSequence Convert(IReadOnlyList<RcStatement> statements, bool isCopy, int depth)
    {
        FindChanging(statements, isInBlock: depth > 0);
        var units = new List<RcUnit>();
        RcChain? chain = null;
        for (var i = 0; i < statements.Count; i++)
        {
            RcEnd end;
            if (statements[i] is RcStatement.Recipe recipe)
            {
                chain = Continue(chain, recipe, units);
                end = Add(recipe, chain, isCopy, depth);
            }
            else
            {
                var sequence = Plain(statements[i], isCopy, depth);
                if (sequence.Units.Count > 0)
                {
                    chain = Close(chain, units);
                    units.AddRange(sequence.Units);
                }

                end = sequence.IsFinal ? RcEnd.Never : RcEnd.Reached;
            }

            IReadOnlyList<RcStatement> rest = [.. statements.Skip(i + 1)];
            if (end == RcEnd.Never)
            {
                Close(chain, units);
                Unreached(rest);
                return new RcSequence(units, IsFinal: true);
            }

            // A copy that was delivered is not stopped, as the message itself goes on: what follows is for the others.
            if (end == RcEnd.ReachedByOthers && isCopy && chain is not null)
            {
                var others = Others(rest, depth);
                chain.AddArm(SieveTest.True, [.. others.Units.SelectMany(unit => unit.Commands)], others.IsFinal);
                Close(chain, units);
                return others with { Units = units };
            }
        }

        Close(chain, units);
        return new RcSequence(units, IsFinal: false);
    }

    private RcSequence Others(IReadOnlyList<RcStatement> statements, int depth)
    {
        if (depth < ImportLimits.Depth)
        {
            return Convert(statements, isCopy: true, depth + 1);
        }

        foreach (var statement in statements)
        {
            _context.Report.Add(statement.Line, statement.Source, ImportOutcome.NotConverted, $"more than {ImportLimits.Depth} cases in a block with flag c");
        }

        return RcSequence.Empty;
    }

    private RcChain Continue(RcChain? chain, RcStatement.Recipe recipe, List<RcUnit> units)
    {
        if (chain is not null && DependsOnPrevious(recipe))
        {
            return chain;
        }

        Close(chain, units);
        return new RcChain(Origin(recipe.Line));
    }

    private static RcChain? Close(RcChain? chain, List<RcUnit> units)
    {
        if (chain?.ToUnit() is { } unit)
        {
            units.Add(unit);
        }

        return null;
    }

    private void Unreached(IEnumerable<RcStatement> statements)
    {
        foreach (var statement in statements)
        {
            if (statement is RcStatement.Broken broken)
            {
                _context.Report.Add(broken.Line, broken.Source, ImportOutcome.NotConverted, broken.Problem);
            }
            else if (statement is RcStatement.Recipe)
            {
                _context.Report.Add(statement.Line, statement.Source, ImportOutcome.NotNeeded, "never reached: every message ends before it");
            }
        }
    }

    private RcSequence Plain(RcStatement statement, bool isCopy, int depth)
    {
        if (statement is RcStatement.Assignment assignment)
        {
            return Assign(assignment, isCopy, depth);
        }

        _context.Report.Add(statement.Line, statement.Source, ImportOutcome.NotConverted, ((RcStatement.Broken)statement).Problem);
        return RcSequence.Empty;
    }

    private string Origin(int line) => string.Create(CultureInfo.InvariantCulture, $"{_context.Report.File}:{line}");

    private static bool DependsOnPrevious(RcStatement.Recipe recipe) => recipe.Has('E') || Follows(recipe);

    private static bool Follows(RcStatement.Recipe recipe) => recipe.Has('A') || recipe.Has('a') || recipe.Has('e');
}
