using Mail.Fuzz;

namespace Mail.Smtp.Tests;

public class FuzzCorpusTests
{
    private static readonly string Corpus = Path.Combine(AppContext.BaseDirectory, "corpus");

    public static TheoryData<string> Targets => [.. FuzzTargets.All.Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Every_committed_input_holds(string name)
    {
        var target = FuzzTargets.All.Single(t => t.Name == name);
        var inputs = FuzzCorpus.Load(Path.Combine(Corpus, target.Corpus));
        Assert.NotEmpty(inputs);
        Assert.All(inputs, input => Assert.Null(Record.Exception(() => target.Run(input.Input))));
    }

    [Fact]
    public void A_broken_promise_is_noticed() =>
        Assert.Throws<BrokenPromiseException>(() => BrokenPromiseException.Unless(false, "never"));
}
