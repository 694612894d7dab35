using System.Globalization;

namespace Mail.Sieve.Procmail;

/// <summary>Recipes.</summary>
internal sealed partial class RcConverter
{
    private RcEnd Add(RcStatement.Recipe recipe, RcChain chain, bool isCopy, int depth)
    {
        if (Dependence(recipe, chain) is { } problem)
        {
            _context.Report.Add(recipe.Action.Line, Source(recipe.Action), ImportOutcome.NotConverted, problem);
            chain.Lost ??= problem;
            return RcEnd.Reached;
        }

        var conditions = Conditions(recipe);
        if (conditions.Test is null)
        {
            chain.Lost ??= $"it depends on line {recipe.Line}, which is not converted";
            return RcEnd.Reached;
        }

        var result = Action(recipe, conditions, isCopy, depth);
        var test = SieveTest.AllOf([conditions.Test, result.Test]);
        var isFinal = result.IsDelivery && !recipe.Has('c');
        Join(recipe, chain, test, conditions, result, isFinal);
        return chain.IsFinal ? RcEnd.Never
            : isFinal && !Follows(recipe) ? RcEnd.ReachedByOthers
            : RcEnd.Reached;
    }

    private static void Join(RcStatement.Recipe recipe, RcChain chain, SieveTest test, RcRecipeTest conditions, RcResult result, bool isFinal)
    {
        IReadOnlyList<SieveCommand> body = result.Commands;
        if (conditions.Group > 0)
        {
            body = [SieveCommands.Set("MATCH", ImportText.Variable(conditions.Group.ToString(CultureInfo.InvariantCulture))), .. body];
        }

        chain.AwaitsNewSender = result.IsSenderCache;
        chain.Hint = chain.Hint.Length == 0 ? result.Hint : chain.Hint;
        if (Follows(recipe))
        {
            IReadOnlyList<SieveCommand> scored = [.. conditions.Before, new SieveCommand.Branch([new SieveArm(test, body)])];
            chain.Follow(conditions.Before.Count == 0 ? test : SieveTest.True, conditions.Before.Count == 0 ? body : scored);
            return;
        }

        chain.Before.AddRange(conditions.Before);
        chain.AddArm(test, body, isFinal);
    }

    /// <summary>Why a recipe that depends on the one before it cannot be converted.</summary>
    private static string? Dependence(RcStatement.Recipe recipe, RcChain chain) =>
        Follows(recipe) && !chain.HasArms ? chain.Lost ?? "there is no recipe before it that it could depend on"
        : recipe.Has('E') ? chain.ElseProblem
        : !Follows(recipe) ? null
        : chain.Lost ?? (recipe.Has('e') && !chain.AwaitsNewSender ? "it is for when the action before it fails, and here that one does not" : null);

    private RcRecipeTest Conditions(RcStatement.Recipe recipe)
    {
        var results = recipe.Conditions.Select(condition => (condition, result: _conditions.Convert(condition.Text, recipe.Flags))).ToList();
        foreach (var (condition, result) in results)
        {
            if ((result.Pattern.Problem ?? (result.Pattern.IsApproximate ? result.Pattern.Remark : null)) is { } remark)
            {
                var outcome = result.Pattern.Problem is null ? ImportOutcome.Approximated : ImportOutcome.NotConverted;
                _context.Report.Add(condition.Line, "* " + condition.Text, outcome, remark);
            }
        }

        if (results.Exists(entry => entry.result.Pattern.Problem is not null))
        {
            return new RcRecipeTest(Test: null);
        }

        var (before, score, problem) = Score(results.ConvertAll(entry => entry.result));
        if (problem is not null)
        {
            _context.Report.Add(recipe.Line, recipe.Source, ImportOutcome.NotConverted, problem);
            return new RcRecipeTest(Test: null);
        }

        // The one that captures comes last: each match that succeeds replaces the match variables (RFC 5229 §3.2).
        var plain = results.Where(entry => entry.result.Weight is null).Select(entry => entry.result.Pattern).OrderBy(pattern => pattern.Group > 0).ToList();
        return new RcRecipeTest(SieveTest.AllOf([.. plain.Select(pattern => pattern.Test!), score!]))
        {
            Before = before,
            Group = plain.Count > 0 ? plain[^1].Group : 0,
            IsApproximate = results.Exists(entry => entry.result.Pattern.IsApproximate),
        };
    }

    private static (IReadOnlyList<SieveCommand> Before, SieveTest? Test, string? Problem) Score(List<RcConditionResult> conditions)
    {
        var weighted = conditions.FindAll(condition => condition.Weight is not null);
        return weighted.Count == 0 ? ([], SieveTest.True, null) : RcScore.Convert(weighted);
    }

    private RcResult Action(RcStatement.Recipe recipe, RcRecipeTest conditions, bool isCopy, int depth)
    {
        if (conditions.Group > 0)
        {
            _context.Variables.SetAtRunTime("MATCH");
        }

        if (recipe.Action is RcAction.Block block)
        {
            return Block(block, isCopy || recipe.Has('c'), depth);
        }

        var result = Action(recipe.Action, recipe, isCopy || recipe.Has('c'));
        if (result.IsDiscard && conditions.IsApproximate)
        {
            result = RcResult.Failed("what would throw mail away is not converted with a condition that is only nearly the same");
        }

        Report(recipe, result);
        return result.Problem is null ? result : new RcResult { Hint = result.Hint };
    }

    private RcResult Action(RcAction action, RcStatement.Recipe recipe, bool isCopy) => action switch
    {
        RcAction.Forward forward => _deliveries.Forward(forward.Addresses, isCopy),
        RcAction.Folder folder => Refused(_deliveries.Folders(folder.Names, isCopy)),
        RcAction.Pipe { Variable: { } name } pipe => Capture(name, pipe.Command),
        RcAction.Pipe pipe => _pipes.Convert(pipe.Command, isCopy, recipe.Has('f')),
        _ => throw new InvalidOperationException(action.ToString()),
    };

    private RcResult Capture(string name, string command)
    {
        var result = _values.Convert(name, command);
        if (result.Problem is { } problem)
        {
            _context.Variables.Set(name, RcText.Unknown(problem));
        }
        else
        {
            _context.Variables.SetAtRunTime(name);
        }

        return result;
    }

    private void Report(RcStatement.Recipe recipe, RcResult result)
    {
        var half = recipe.Action is not RcAction.Block && recipe.Has('f') == false && result.IsDelivery && recipe.Has('h') != recipe.Has('b')
            ? "the whole message, not only its " + (recipe.Has('h') ? "header" : "body")
            : null;
        var remark = result.Problem ?? result.Remark ?? half;
        var outcome = result.Problem is not null ? ImportOutcome.NotConverted
            : result.IsNotNeeded ? ImportOutcome.NotNeeded
            : remark is not null ? ImportOutcome.Approximated
            : ImportOutcome.Converted;
        _context.Report.Add(recipe.Action.Line, Source(recipe.Action), outcome, remark);
    }

    private static string Source(RcAction action) => action switch
    {
        RcAction.Forward forward => "! " + forward.Addresses,
        RcAction.Folder folder => folder.Names,
        RcAction.Pipe { Variable: { } name } pipe => $"{name}=| {pipe.Command}",
        RcAction.Pipe pipe => "| " + pipe.Command,
        _ => "{",
    };
}
