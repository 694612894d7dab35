namespace Mail.Sieve;

/// <summary>A test that compares values of selected fields.</summary>
/// <param name="values">What is compared of one field.</param>
internal sealed class FieldsNode(
    ScriptPosition position, TextList names, FieldSelection selection, Matcher matcher, Func<SieveRun, HeaderField, IEnumerable<string>> values) : TestNode
{
    public override async ValueTask<bool> EvaluateAsync(SieveRun run)
    {
        var match = matcher.Start(run);
        foreach (var field in await selection.FieldsAsync(run, names.Expand(run), position))
        {
            foreach (var value in values(run, field))
            {
                if (match.Try(value))
                {
                    return true;
                }
            }
        }

        return match.Finish();
    }
}
