using System.Text;
using System.Text.Json;
using Mail.Core;

namespace Mail.Processing.Tests;

public class ScreenReplayTests
{
    private readonly ScreenWorld _world = new();

    private ScreenReplay Replay => new(_world.Models, _world.Models, _world.Options);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static MemoryStream Content(string message = ScreenWorld.Spam) => new MemoryStream(Encoding.UTF8.GetBytes(message));

    /// <summary>A decision, as it comes back from its row.</summary>
    private async Task<ScreeningRecord> DecideAsync()
    {
        _world.Models.Site = new SpamModels(ScreenWorld.Trained(), "s1", null, null);
        _world.Models.Train(_world.Flow.Alice.AccountId, ScreenWorld.Trained(3), "a1");
        var record = (await _world.JudgeAsync(ScreenWorld.Message())).Record;
        return JsonSerializer.Deserialize<ScreeningRecord>(JsonSerializer.Serialize(record))!;
    }

    [Fact]
    public async Task The_same_message_and_models_give_the_same_verdict_whatever_the_DNS_says_today()
    {
        var record = await DecideAsync();
        var asked = _world.Dns.Questions.Count;
        var outcome = await Replay.VerifyAsync(Content(), _world.Flow.Alice.AccountId, record, Token);
        Assert.Equal(ReplayStatus.Same, outcome.Status);
        Assert.Empty(outcome.Differences);
        Assert.Equal(record.Score, outcome.Now!.Score);
        Assert.Equal(asked, _world.Dns.Questions.Count);
    }

    [Fact]
    public async Task A_record_that_was_changed_does_not_verify()
    {
        var record = await DecideAsync();
        var outcome = await Replay.VerifyAsync(Content(), _world.Flow.Alice.AccountId, record with { Score = 0.1, Class = "ham" }, Token);
        Assert.Equal(ReplayStatus.Different, outcome.Status);
        Assert.Equal(2, outcome.Differences.Count);
        Assert.Equal("class was ham, is spam", outcome.Differences[0]);
    }

    [Fact]
    public async Task Another_message_does_not_verify()
    {
        var record = await DecideAsync();
        Assert.Equal(ReplayStatus.Different, (await Replay.VerifyAsync(Content(ScreenWorld.Ham), _world.Flow.Alice.AccountId, record, Token)).Status);
    }

    [Fact]
    public async Task Facts_take_part_as_they_were_recorded()
    {
        var record = await DecideAsync();
        Assert.Contains("spf=pass", record.Facts);
        var outcome = await Replay.VerifyAsync(Content(), _world.Flow.Alice.AccountId, record, Token);
        Assert.Equal(record.Facts, outcome.Now!.Facts);
    }

    [Fact]
    public async Task A_model_that_is_gone_is_said_to_be()
    {
        var record = await DecideAsync();
        _world.Models.Forgets = true;
        Assert.Equal(ReplayStatus.ModelGone, (await Replay.VerifyAsync(Content(), _world.Flow.Alice.AccountId, record, Token)).Status);
    }

    [Fact]
    public async Task What_was_not_filtered_has_nothing_to_compare()
    {
        var record = (await _world.JudgeAsync(ScreenWorld.Message())).Record!;
        Assert.Equal(ReplayStatus.NotFiltered, (await Replay.VerifyAsync(Content(), _world.Flow.Alice.AccountId, record, Token)).Status);
    }

    [Fact]
    public async Task Todays_models_and_thresholds_may_say_something_else()
    {
        var record = await DecideAsync();
        _world.Models.Site = new SpamModels(ScreenWorld.Trained(), "s2", null, null);
        _world.Models.Policy = new SpamPolicy { Thresholds = new(0.3, 1.0) };
        var outcome = await Replay.RepeatAsync(Content(), _world.Flow.Alice, record, Token);
        Assert.Equal("s2", outcome.Now!.SiteModel);
        Assert.Equal(1.0, outcome.Now.SpamFrom);
    }
}
