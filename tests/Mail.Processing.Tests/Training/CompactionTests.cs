using Mail.Core;
using Mail.Testing;

namespace Mail.Processing.Tests;

public class CompactionTests : CompactionContract
{
    private readonly InMemoryStorage _storage = new();

    private TrainingBooks Books => new(_storage.TrainingLedger, _storage.Models, ModelOwner.Site);

    [Fact]
    public async Task Who_is_slower_throws_his_work_away()
    {
        await Books.TrainAsync(Enumerable.Range(0, 4), _ => TrainedAs.Spam);
        var isFirst = true;
        var models = new InterruptedModels(_storage.Models)
        {
            BeforeSwing = async () =>
        {
            if (isFirst)
            {
                // Before the slow one swings, more is trained, and somebody else has compacted it.
                isFirst = false;
                await Books.TrainAsync(4, TrainedAs.Ham);
                await Books.CompactAsync();
            }
        },
        };

        var report = await new TrainingBooks(_storage.TrainingLedger, models, ModelOwner.Site).CompactAsync();

        Assert.Equal((CompactionOutcome.Nothing, 5L), (report.Outcome, report.Pointer!.Through));
        await Books.AssertWholeAsync();
    }

    [Fact]
    public async Task Who_never_wins_says_so()
    {
        await Books.TrainAsync(0, TrainedAs.Spam);
        var next = 1;
        var models = new InterruptedModels(_storage.Models)
        {
            BeforeSwing = async () =>
        {
            await Books.TrainAsync(next++, TrainedAs.Ham);
            await Books.CompactAsync();
            await Books.TrainAsync(next++, TrainedAs.Ham);
        },
        };

        var report = await new TrainingBooks(_storage.TrainingLedger, models, ModelOwner.Site).CompactAsync();

        Assert.Equal(CompactionOutcome.Contended, report.Outcome);
        await Books.CompactAsync();
        await Books.AssertWholeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_broken_is_made_anew(bool pointerToo)
    {
        await Books.TrainAsync(Enumerable.Range(0, 4), _ => TrainedAs.Spam);
        await Books.CompactAsync();
        var before = await Books.PointerAsync();
        var model = await Books.ModelAsync();
        _storage.Models.Spoil(ModelOwner.Site, before.Snapshot, [1, 2, 3]);
        if (pointerToo)
        {
            _storage.Models.SpoilPointer(ModelOwner.Site);
        }
        else
        {
            await Books.TrainAsync(4, TrainedAs.Ham);
            await Books.TrainAsync(4, null);
        }

        Assert.Equal(CompactionOutcome.Rebuilt, (await Books.CompactAsync()).Outcome);

        // Under a name of its own: the broken one is not taken for it.
        Assert.True((await Books.PointerAsync()).Generation > before.Generation);
        Assert.Equal(model, await Books.ModelAsync());
        await Books.AssertWholeAsync();
    }

    [Fact]
    public async Task What_was_imported_is_found_again_when_the_pointer_is_broken()
    {
        await Books.TrainAsync(0, TrainedAs.Spam);
        await Books.CompactAsync();
        var model = Convert.FromHexString(await Books.ModelAsync());
        var alice = new TrainingBooks(_storage.TrainingLedger, _storage.Models, ModelOwner.Account("alice"));
        await alice.TrainAsync(1, TrainedAs.Ham);
        await alice.CompactAsync();
        await alice.Compactor.ImportAsync(ModelOwner.Account("alice"), Convert.FromHexString(await alice.ModelAsync()), Cancellation);
        await alice.Compactor.ImportAsync(ModelOwner.Account("alice"), model, Cancellation);
        var before = await alice.ModelAsync();
        _storage.Models.SpoilPointer(ModelOwner.Account("alice"));

        Assert.Equal(CompactionOutcome.Rebuilt, (await alice.CompactAsync()).Outcome);
        Assert.Equal(before, await alice.ModelAsync());
        _storage.Models.SpoilPointer(ModelOwner.Account("alice"));
        await alice.Compactor.RebuildAsync(ModelOwner.Account("alice"), Cancellation);
        Assert.Equal(before, await alice.ModelAsync());
    }

    [Fact]
    public async Task What_cannot_be_read_counts_nothing_and_does_not_stop_the_rest()
    {
        var spoiled = new CountedMessage(TrainedAs.Spam, 1, 0, new byte[] { 1, 2, 3 });
        var change = new TrainingChange { Key = MessageKey.FromHash(new byte[16]), To = spoiled, At = DateTimeOffset.UnixEpoch };
        await Books.TrainAsync(0, TrainedAs.Spam);
        await Books.CompactAsync();
        var before = await Books.ModelAsync();

        Assert.True(await _storage.TrainingLedger.TryAppendAsync(ModelOwner.Site, [change], Cancellation));
        Assert.Equal(CompactionOutcome.Folded, (await Books.CompactAsync()).Outcome);
        Assert.Equal(before, await Books.ModelAsync());

        var entry = await _storage.TrainingLedger.FindAsync(ModelOwner.Site, change.Key, Cancellation);
        await _storage.TrainingLedger.TryAppendAsync(ModelOwner.Site, [change with { From = entry, To = null }], Cancellation);
        await Books.CompactAsync();
        await Books.AssertWholeAsync();
    }

    protected override (ITrainingLedger Ledger, IModelStore Models) Open() => (_storage.TrainingLedger, _storage.Models);

    protected override (ITrainingLedger Ledger, IModelStore Models, Func<bool> Mend) OpenFailing(int operation, bool appliedFirst)
    {
        _storage.Faults.Fail(operation, appliedFirst);
        return (_storage.TrainingLedger, _storage.Models, () => Mend(operation));
    }

    private bool Mend(int operation)
    {
        var hasFailed = _storage.Faults.Operations >= operation;
        _storage.Faults.Fail(operation: 0);
        return hasFailed;
    }
}
