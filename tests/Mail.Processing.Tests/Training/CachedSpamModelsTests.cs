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
        // However long it was in force: verdicts were given by it until the end.
        _time.Advance(TimeSpan.FromDays(100));
        await Site.TrainAsync(2, TrainedAs.Spam);
        await Site.CompactAsync();
        var cleaning = Cleaning();
        Assert.Equal(0, await cleaning.RunAsync(ModelOwner.Site, Cancellation));

        var found = await _models.FindAsync("alice", old.SiteVersion, old.AccountVersion, Cancellation);
        Assert.Equal((1, old.SiteVersion, null), (found!.Site.SpamMessages, found.SiteVersion, found.AccountVersion));
        Assert.Null(await _models.FindAsync("alice", "../../etc/passwd", null, Cancellation));
        Assert.Null(await _models.FindAsync("alice", old.SiteVersion, "gone", Cancellation));

        _time.Advance(TimeSpan.FromDays(13));
        Assert.Equal(0, await cleaning.RunAsync(ModelOwner.Site, Cancellation));
        _time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(1, await cleaning.RunAsync(ModelOwner.Site, Cancellation));
        Assert.Null(await _models.FindAsync("alice", old.SiteVersion, old.AccountVersion, Cancellation));
        Assert.NotNull(await _models.FindAsync("alice", (await Site.PointerAsync()).Snapshot, null, Cancellation));
    }

    [Fact]
    public async Task However_often_somebody_trains_his_models_are_kept_as_long_as_their_verdicts()
    {
        for (var number = 0; number < 150; number++)
        {
            await Alice.TrainAsync(number, TrainedAs.Spam);
            await Alice.CompactAsync();
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(0, await Cleaning().RunAsync(ModelOwner.Account("alice"), Cancellation));
        _time.Advance(SnapshotCleaning.Kept - TimeSpan.FromMinutes(100));
        Assert.InRange(await Cleaning().RunAsync(ModelOwner.Account("alice"), Cancellation), 49, 51);
    }

    [Fact]
    public async Task Snapshots_take_a_bounded_room()
    {
        await Alice.TrainAsync(0, TrainedAs.Spam);
        await Alice.CompactAsync();
        var store = new LargeModels(_storage.Models, SnapshotCleaning.MaxOctets / 3);
        for (var number = 1; number < 6; number++)
        {
            await Alice.TrainAsync(number, TrainedAs.Spam);
            await Alice.CompactAsync();
        }

        var cleaning = new SnapshotCleaning(store, _time, NullLogger<SnapshotCleaning>.Instance);
        Assert.Equal(2, await cleaning.RunAsync(ModelOwner.Account("alice"), Cancellation));
        var left = await _storage.Models.ListAsync(ModelOwner.Account("alice"), Cancellation).Select(snapshot => snapshot.Name[..10]).ToListAsync(Cancellation);
        Assert.Equal(["0000000003", "0000000004", "0000000005", "0000000006"], left);
    }

    [Fact]
    public async Task What_a_compactor_has_written_and_not_yet_put_in_force_stays_and_so_does_the_import_in_force()
    {
        var models = _storage.Models;
        var imported = Convert.FromHexString(await ExportAsync());
        await Site.Compactor.ImportAsync(ModelOwner.Site, imported, Cancellation);
        await Site.Compactor.ImportAsync(ModelOwner.Site, imported, Cancellation);
        var inForce = await Site.PointerAsync();
        await models.PutAsync(ModelOwner.Site, "0000000099-0000000000000000", imported, Cancellation);
        await models.PutAsync(ModelOwner.Site, "base-0000000099-0000000000000000", imported, Cancellation);
        _time.Advance(TimeSpan.FromDays(100));

        // The first import, and the model that it made.
        Assert.Equal(2, await Cleaning().RunAsync(ModelOwner.Site, Cancellation));
        var left = await models.ListAsync(ModelOwner.Site, Cancellation).Select(snapshot => snapshot.Name).ToHashSetAsync(cancellationToken: Cancellation);
        Assert.Equal([inForce.Snapshot, inForce.Base!, "0000000099-0000000000000000", "base-0000000099-0000000000000000"], left);
    }

    [Fact]
    public async Task A_snapshot_that_goes_while_it_is_looked_for_is_replaced_by_the_next_and_not_by_nothing()
    {
        await Site.TrainAsync(1, TrainedAs.Spam);
        await Site.CompactAsync();
        var isFirst = true;
        var store = new InterruptedModels(_storage.Models)
        {
            BeforeRead = async () =>
            {
                if (isFirst)
                {
                    isFirst = false;
                    var old = await Site.PointerAsync();
                    await Site.TrainAsync(2, TrainedAs.Spam);
                    await Site.CompactAsync();
                    await _storage.Models.RemoveAsync(ModelOwner.Site, old.Snapshot, Cancellation);
                }
            },
        };

        var models = new CachedSpamModels(store, _time, NullLogger<CachedSpamModels>.Instance);

        Assert.Equal(2, (await models.GetAsync(null, Cancellation)).Site.SpamMessages);
    }

    [Fact]
    public async Task A_model_that_is_gone_is_not_one_that_was_never_trained()
    {
        await Site.TrainAsync(1, TrainedAs.Spam);
        await Site.CompactAsync();
        await _storage.Models.RemoveAsync(ModelOwner.Site, (await Site.PointerAsync()).Snapshot, Cancellation);

        await Assert.ThrowsAsync<StorageUnavailableException>(async () => await _models.GetAsync(null, Cancellation));

        Assert.Equal(1, (await Upkeep().RunAsync(Cancellation)).Waiting);
        Assert.Equal(CompactionOutcome.Rebuilt, (await Site.CompactAsync()).Outcome);
        _time.Advance(LongerThanBelieved);
        Assert.Equal(1, (await _models.GetAsync(null, Cancellation)).Site.SpamMessages);
    }

    [Fact]
    public async Task Training_that_no_pointer_tells_of_is_found_by_the_upkeep()
    {
        await _storage.Mailboxes.CreateMailboxAsync("alice", Cancellation);
        await Alice.TrainAsync(1, TrainedAs.Spam);
        await Site.TrainAsync(1, TrainedAs.Spam);
        await Site.CompactAsync();
        var upkeep = Upkeep();

        Assert.Equal(new UpkeepReport(2, 1, 0, 0), await upkeep.RunAsync(Cancellation));

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

    private SnapshotCleaning Cleaning() => new(_storage.Models, _time, NullLogger<SnapshotCleaning>.Instance);

    private ModelUpkeep Upkeep() => new(_storage.TrainingLedger, _storage.Models, _storage.Mailboxes, Cleaning(),
        new Ageing(_storage.TrainingLedger, _storage.Models, _storage.Settings, _time), new TrainingQueue(_storage.Queues, _time));

    /// <summary>Another's model, as a file in hexadecimal.</summary>
    private async Task<string> ExportAsync()
    {
        await Alice.TrainAsync(1, TrainedAs.Spam);
        await Alice.CompactAsync();
        return await Alice.ModelAsync();
    }
}
