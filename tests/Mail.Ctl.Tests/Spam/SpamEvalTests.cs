using Mail.Spam;

namespace Mail.Ctl.Tests;

public sealed class SpamEvalTests : IDisposable
{
    private readonly CtlWorld _world = CtlWorld.WithAlice();
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_filter_is_measured_on_lists_with_paths_as_seen_from_them()
    {
        Write("train.tsv", 0, 30);
        Write("test.tsv", 30, 40);

        var run = await _world.RunAsync(["spam", "eval", "--train", _folder["train.tsv"], "--test", _folder["test.tsv"], "--scores", _folder["scores.tsv"], "--json"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal((10, 10, 60), (run.Json.GetProperty("ham").GetInt32(), run.Json.GetProperty("spam").GetInt32(), run.Json.GetProperty("trained").GetInt32()));
        Assert.Equal((0.0, 0.0), (run.Json.GetProperty("oneMinusRocaPercent").GetDouble(), run.Json.GetProperty("missesPercent").GetDouble()));
        Assert.Equal((0, 0), (run.Json.GetProperty("falsePositives").GetInt32(), run.Json.GetProperty("falseNegatives").GetInt32()));
        var lines = File.ReadAllLines(_folder["scores.tsv"]);
        Assert.Equal(20, lines.Length);
        Assert.Matches(@"^ham\t0\.\d+\tham30\.eml$", lines[0]);
    }

    [Fact]
    public async Task Online_scores_before_it_learns()
    {
        Write("test.tsv", 0, 20);

        var run = await _world.RunAsync(["spam", "eval", "--online", "--test", _folder["test.tsv"], "--scores", _folder["scores.tsv"], "--json"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("ham\t0.5\tham0.eml", File.ReadAllLines(_folder["scores.tsv"])[0]);
        Assert.True(run.Json.GetProperty("oneMinusRocaPercent").GetDouble() < 10);
    }

    [Theory]
    [InlineData("a.eml\tnonsense", "line 1")]
    [InlineData("a.eml", "line 1")]
    public async Task A_list_that_cannot_be_read_is_refused_with_its_line(string list, string reason)
    {
        _folder.Write("list.tsv", list + "\n");

        var run = await _world.RunAsync(["spam", "eval", "--online", "--test", _folder["list.tsv"]]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Figures_are_those_of_the_track()
    {
        // Of 2 × 2 pairs one is the wrong way round, and one is even.
        EvalScore[] scores = [Score(SpamLabel.Ham, 0.1), Score(SpamLabel.Ham, 0.6), Score(SpamLabel.Spam, 0.5), Score(SpamLabel.Spam, 0.6)];

        Assert.Equal(1.5 / 4, EvalMetrics.OneMinusRoca(scores));
        Assert.Equal(1.0, EvalMetrics.MissesAt(scores, 0.001));
        Assert.Equal(0.0, EvalMetrics.MissesAt(scores, 0.5));
        Assert.Null(EvalMetrics.OneMinusRoca([scores[0]]));
    }

    private static EvalScore Score(SpamLabel label, double score) => new(new EvalMessage("m", "m", label), score);

    private void Write(string list, int from, int to)
    {
        var lines = new List<string>();
        for (var i = from; i < to; i++)
        {
            _folder.Write($"ham{i}.eml", $"From: colleague@office.example\nSubject: meeting {i}\n\nThe report for our budget meeting, draft {i}\n");
            _folder.Write($"spam{i}.eml", $"From me@x.example Mon Nov 23 2026\nFrom: winner@casino.example\nSubject: PRIZE {i}!!!\n\nCheap pills, click http://shop.example/{i} to win\n");
            lines.Add($"ham{i}.eml\tham\nspam{i}.eml\tspam");
        }

        _folder.Write(list, string.Join('\n', lines) + "\n");
    }
}
