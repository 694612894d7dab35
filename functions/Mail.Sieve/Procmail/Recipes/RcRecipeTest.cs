namespace Mail.Sieve.Procmail;

/// <summary>The conditions of a recipe, all together.</summary>
/// <param name="Test"><c>null</c> when one of them cannot be converted.</param>
internal sealed record RcRecipeTest(SieveTest? Test)
{
    /// <summary>What has to be worked out before the test.</summary>
    public IReadOnlyList<SieveCommand> Before { get; init; } = [];

    /// <summary>The number of the match variable that is <c>MATCH</c>; 0 for none.</summary>
    public int Group { get; init; }

    public bool IsApproximate { get; init; }
}
