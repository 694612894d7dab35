using Mail.Core;
using Mail.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Processing.Tests;

public class CachedSpamModelsTests
{
    private static readonly TimeSpan LongerThanBelieved = TimeSpan.FromSeconds(9);

    private readonly FakeTimeProvider _time = new();
    private readonly InMemoryStorage _storage;
    private readonly CachedSpamModels _models;

    public CachedSpamModelsTests()
    {
        _storage = new InMemoryStorage(_time);
        _models = new CachedSpamModels(_storage.Models, _time, NullLogger<CachedSpamModels>.Instance);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private TrainingBooks Site => new(_storage.TrainingLedger, _storage.Models, ModelOwner.Site);

    private TrainingBooks Alice => new(_storage.TrainingLedger, _storage.Models, ModelOwner.Account("alice"));

    [Fact]
    public async Task Nobody_who_trained_nothing_has_a_model()
    {
        var models = await _models.GetAsync("alice", Cancellation);

        Assert.Equal((null, null, null, 0), (models.SiteVersion, models.AccountVersion, models.Account, models.Site.HamMessages));
    }

    [Fact]
    public async Task What_is_known_costs_no_storage_operation_and_what_is_new_is_known_within_ten_seconds()
    {
        await Site.TrainAsync(1, TrainedAs.Spam);
        await Site.CompactAsync();
        await Alice.TrainAsync(2, TrainedAs.Ham);
        await Alice.CompactAsync();
        var first = await _models.GetAsync("alice", Cancellation);
        Assert.Equal((1, 0), (first.Site.SpamMessages, first.Site.HamMessages));
        Assert.Equal((0, 1), (first.Account!.SpamMessages, first.Account.HamMessages));

        var before = _storage.Faults.Operations;
        await _models.GetAsync("alice", Cancellation);
        Assert.Equal(before, _storage.Faults.Operations);

        await Alice.TrainAsync(3, TrainedAs.Ham);
        await Alice.CompactAsync();
        _time.Advance(LongerThanBelieved);
        var second = await _models.GetAsync("alice", Cancellation);
        Assert.Equal(2, second.Account!.HamMessages);
        Assert.Equal((await Alice.PointerAsync()).Snapshot, second.AccountVersion);
        // What did not change was not read again.
        Assert.Same(first.Site, second.Site);
    }

    [Fact]
    public async Task Without_storage_the_last_models_hold_and_without_any_mail_waits()
    {
        await Site.TrainAsync(1, TrainedAs.Spam);
        await Site.CompactAsync();
        await _models.GetAsync("alice", Cancellation);
        _storage.Models.Faults.Unavailable = true;
        _time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(1, (await _models.GetAsync("alice", Cancellation)).Site.SpamMessages);
        await Assert.ThrowsAsync<StorageUnavailableException>(async () => await _models.GetAsync("bob", Cancellation));

        _storage.Models.Faults.Unavailable = false;
        _time.Advance(LongerThanBelieved);
        Assert.Equal(1, (await _models.GetAsync("bob", Cancellation)).Site.SpamMessages);
    }

    [Fact]
    public async Task A_broken_model_leaves_the_last_one_in_use_and_holds_up_no_mail()
    {
        await Site.TrainAsync(1, TrainedAs.Spam);
        await Site.CompactAsync();
        var good = await _models.GetAsync(null, Cancellation);
        await Site.TrainAsync(2, TrainedAs.Spam);
        await Site.CompactAsync();
        _storage.Models.Spoil(ModelOwner.Site, (await Site.PointerAsync()).Snapshot, [1, 2, 3]);
        _storage.Models.SpoilPointer(ModelOwner.Account("alice"));
        _time.Advance(LongerThanBelieved);

        var models = await _models.GetAsync("alice", Cancellation);

        Assert.Equal(good.SiteVersion, models.SiteVersion);
        Assert.Null(models.Account);
    }

    [Fact]
    public async Task The_models_of_an_old_verdict_are_found_while_they_are_kept()
    {
        await Site.TrainAsync(1, TrainedAs.Spam);
        await Site.CompactAsync();
        var old = await _models.GetAsync("alice", Cancellation);
        await Site.TrainAsync(2, TrainedAs.Spam);
        await Site.CompactAsync();

        var found = await _models.FindAsync("alice", old.SiteVersion, old.AccountVersion, Cancellation);
        Assert.Equal((1, old.SiteVersion, null), (found!.Site.SpamMessages, found.SiteVersion, found.AccountVersion));
        Assert.Null(await _models.FindAsync("alice", "../../etc/passwd", null, Cancellation));
        Assert.Null(await _models.FindAsync("alice", old.SiteVersion, "gone", Cancellation));

        var cleaning = new SnapshotCleaning(_storage.Models, _time);
        _time.Advance(TimeSpan.FromDays(13));
        Assert.Equal(0, await cleaning.RunAsync(ModelOwner.Site, Cancellation));
        _time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(1, await cleaning.RunAsync(ModelOwner.Site, Cancellation));
        Assert.Null(await _models.FindAsync("alice", old.SiteVersion, old.AccountVersion, Cancellation));
        Assert.NotNull(await _models.FindAsync("alice", (await Site.PointerAsync()).Snapshot, null, Cancellation));
    }

    [Fact]
    public async Task Training_that_no_pointer_tells_of_is_found_by_the_upkeep()
    {
        await _storage.Mailboxes.CreateMailboxAsync("alice", Cancellation);
        await Alice.TrainAsync(1, TrainedAs.Spam);
        await Site.TrainAsync(1, TrainedAs.Spam);
        await Site.CompactAsync();
        var upkeep = new ModelUpkeep(
            _storage.TrainingLedger, _storage.Models, _storage.Mailboxes, new SnapshotCleaning(_storage.Models, _time), new TrainingQueue(_storage.Queues, _time));

        Assert.Equal(new UpkeepReport(2, 1, 0), await upkeep.RunAsync(Cancellation));

        var pointer = Assert.Single(await _storage.Queues.Get(QueueNames.Training).ReceiveAsync(32, TimeSpan.FromMinutes(1), Cancellation));
        Assert.Equal(new TrainingPointer.Compact(ModelOwner.Account("alice")).ToJson(), pointer.Body);
        await Alice.CompactAsync();
        Assert.Equal(0, (await upkeep.RunAsync(Cancellation)).Waiting);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"kind\":\"compact\",\"owner\":\"somebody\"}")]
    [InlineData("{\"kind\":\"compact\",\"owner\":\"account-../site\"}")]
    [InlineData("{\"kind\":\"moved\",\"owner\":\"alice\",\"as\":\"spam\"}")]
    [InlineData("{\"kind\":\"moved\",\"owner\":\"alice\",\"message\":\"1-1\",\"as\":\"2\"}")]
    [InlineData("{\"kind\":\"moved\",\"owner\":\"alice\",\"message\":\"1-1\",\"as\":\"spam\",\"attempt\":-1}")]
    [InlineData("{\"kind\":\"other\",\"owner\":\"alice\",\"message\":\"1-1\",\"as\":\"spam\"}")]
    public void What_is_no_pointer_is_none(string text) => Assert.False(TrainingPointer.TryParse(text, out _));

    [Fact]
    public void Pointers_are_read_as_they_were_written()
    {
        foreach (var pointer in (TrainingPointer[])[new TrainingPointer.Moved("alice", "1-1", TrainedAs.Ham, 3), new TrainingPointer.Compact(ModelOwner.Site), new TrainingPointer.Compact(ModelOwner.Account("site"))])
        {
            Assert.True(TrainingPointer.TryParse(pointer.ToJson(), out var read));
            Assert.Equal(pointer, read);
        }
    }
}
