namespace Mail.Sieve.Procmail;

/// <summary>Makes rows of units: a branch alone becomes the row's test and its actions.</summary>
internal static class ImportedRows
{
    public static IReadOnlyList<ImportedRule> Of(IEnumerable<RcUnit> units)
    {
        var names = new RuleNames();
        return [.. Merge(units).Take(ImportLimits.Rules).Select(unit => Row(unit, names))];
    }

    private static ImportedRule Row(RcUnit unit, RuleNames names)
    {
        var (test, commands) = unit.Commands is [SieveCommand.Branch { Arms: [{ Test: { } only, Body: var body }] }]
            ? (only, body)
            : (SieveTest.True, unit.Commands);
        return new ImportedRule
        {
            Name = names.New(unit.Hint),
            Test = SieveWriter.Test(test),
            Actions = SieveWriter.Commands(commands),
            Origin = unit.Origin,
        };
    }

    /// <summary>Variables that are set one after the other make one row.</summary>
    private static List<RcUnit> Merge(IEnumerable<RcUnit> units)
    {
        var merged = new List<RcUnit>();
        foreach (var unit in units)
        {
            if (merged.Count > 0 && merged[^1].Hint == unit.Hint && unit.Commands.All(command => command is SieveCommand.Line))
            {
                merged[^1] = merged[^1] with { Commands = [.. merged[^1].Commands, .. unit.Commands] };
            }
            else
            {
                merged.Add(unit);
            }
        }

        return merged;
    }
}
