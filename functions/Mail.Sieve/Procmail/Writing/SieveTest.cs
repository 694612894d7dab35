namespace Mail.Sieve.Procmail;

/// <summary>A test to be written. The functions simplify as they build.</summary>
internal abstract record SieveTest
{
    private SieveTest()
    {
    }

    public static SieveTest True { get; } = new Leaf("true");

    public static SieveTest False { get; } = new Leaf("false");

    public static SieveTest Of(string text) => new Leaf(text);

    public static SieveTest NotOf(SieveTest test) =>
        test is Not not ? not.Test
        : test == True ? False
        : test == False ? True
        : new Not(test);

    public static SieveTest AllOf(IEnumerable<SieveTest> tests)
    {
        List<SieveTest> flat = [.. tests.SelectMany(test => test is All all ? all.Tests : [test]).Where(test => test != True).Distinct()];
        return flat.Contains(False) ? False : flat.Count switch { 0 => True, 1 => flat[0], _ => new All(flat) };
    }

    public static SieveTest AnyOf(IEnumerable<SieveTest> tests)
    {
        List<SieveTest> flat = [.. tests.SelectMany(test => test is Any any ? any.Tests : [test]).Where(test => test != False).Distinct()];
        return flat.Contains(True) ? True : flat.Count switch { 0 => False, 1 => flat[0], _ => new Any(flat) };
    }

    public sealed record Leaf(string Text) : SieveTest;

    public sealed record Not(SieveTest Test) : SieveTest;

    public sealed record All(IReadOnlyList<SieveTest> Tests) : SieveTest;

    public sealed record Any(IReadOnlyList<SieveTest> Tests) : SieveTest;
}
