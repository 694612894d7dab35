using Mail.Core;

namespace Mail.Processing.Tests;

/// <summary>What compaction promises on every storage.</summary>
public abstract class CompactionContract
{
    private static readonly ModelOwner Alice = ModelOwner.Account("alice");

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Ledger and models of a process that works.</summary>
    protected abstract (ITrainingLedger Ledger, IModelStore Models) Open();

    /// <summary>Those of one whose <paramref name="operation"/>-th operation fails, over the same storage; asked, it works again and tells whether it has failed.</summary>
    protected abstract (ITrainingLedger Ledger, IModelStore Models, Func<bool> Mend) OpenFailing(int operation, bool appliedFirst);

    [Fact]
    public async Task What_is_trained_and_untrained_leaves_the_snapshot_as_it_was()
    {
        var books = Books(Alice);
        await books.TrainAsync(Enumerable.Range(0, 30), number => number % 3 == 0 ? TrainedAs.Ham : TrainedAs.Spam);
        await books.CompactAsync();
        var before = await books.ModelAsync();

        await books.TrainAsync(Enumerable.Range(30, 20), _ => TrainedAs.Spam);
        await books.TrainAsync(Enumerable.Range(0, 10), _ => TrainedAs.Ham);
        await books.CompactAsync();
        Assert.NotEqual(before, await books.ModelAsync());

        await books.TrainAsync(Enumerable.Range(30, 20), _ => null);
        await books.TrainAsync(Enumerable.Range(0, 10), number => number % 3 == 0 ? TrainedAs.Ham : TrainedAs.Spam);
        var report = await books.CompactAsync();

        Assert.Equal(CompactionOutcome.Folded, report.Outcome);
        Assert.Equal(before, await books.ModelAsync());
        await books.AssertWholeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Killed_at_any_point_nothing_is_lost_and_nothing_counted_twice(bool appliedFirst)
    {
        const int MoreThanItTakes = 60;
        for (var operation = 1; operation < MoreThanItTakes; operation++)
        {
            var owner = ModelOwner.Account($"kill{operation}");
            var books = Books(owner);
            await books.TrainAsync(Enumerable.Range(0, 6), number => number % 2 == 0 ? TrainedAs.Ham : TrainedAs.Spam);
            await books.CompactAsync();
            await books.TrainAsync(Enumerable.Range(3, 6), _ => TrainedAs.Spam);

            var (ledger, models, mend) = OpenFailing(operation, appliedFirst);
            var died = await DiesAsync(new TrainingBooks(ledger, models, owner));
            Assert.Equal(died, mend());
            // Training goes on, and another compactor comes.
            await books.TrainAsync([1, 20], _ => TrainedAs.Ham);
            await books.CompactAsync();

            await books.AssertWholeAsync();
            if (!died)
            {
                Assert.True(operation > 5, "compaction takes several operations");
                return;
            }
        }

        Assert.Fail("Compaction never came to its end.");
    }

    [Fact]
    public async Task Many_who_train_and_compact_at_once_make_one_model()
    {
        var messages = Enumerable.Range(0, 24).ToList();
        await Task.WhenAll(
            Parallel.ForEachAsync(messages, Cancellation, async (number, _) => await Books(Alice).TrainAsync(number, number % 2 == 0 ? TrainedAs.Ham : TrainedAs.Spam)),
            Parallel.ForEachAsync(Enumerable.Range(0, 8), Cancellation, async (_, _) => await Books(Alice).CompactAsync()),
            Parallel.ForEachAsync(Enumerable.Range(0, 8), Cancellation, async (_, _) => await Books(Alice).CompactAsync()));
        var books = Books(Alice);
        Assert.NotEqual(CompactionOutcome.Contended, (await books.CompactAsync()).Outcome);

        Assert.Equal((12, 12), ((await books.PointerAsync()).HamMessages, (await books.PointerAsync()).SpamMessages));
        await books.AssertWholeAsync();
    }

    [Fact]
    public async Task A_model_that_is_gone_or_a_journal_with_a_gap_is_made_anew_from_the_ledger()
    {
        var books = Books(Alice);
        await books.TrainAsync(Enumerable.Range(0, 10), number => number % 2 == 0 ? TrainedAs.Ham : TrainedAs.Spam);
        await books.CompactAsync();
        await books.TrainAsync(10, TrainedAs.Spam);
        await books.Models.RemoveAsync(Alice, (await books.PointerAsync()).Snapshot, Cancellation);
        Assert.Equal(CompactionOutcome.Rebuilt, (await books.CompactAsync()).Outcome);
        await books.AssertWholeAsync();

        await books.TrainAsync(Enumerable.Range(11, 3), _ => TrainedAs.Ham);
        await books.Ledger.TrimAsync(Alice, (await books.PointerAsync()).Through + 1, Cancellation);
        Assert.Equal(CompactionOutcome.Rebuilt, (await books.CompactAsync()).Outcome);
        await books.AssertWholeAsync();

        await books.Ledger.TrimAsync(Alice, long.MaxValue - 1, Cancellation);
        Assert.Equal(CompactionOutcome.Nothing, (await books.CompactAsync()).Outcome);
    }

    private TrainingBooks Books(ModelOwner owner)
    {
        var (ledger, models) = Open();
        return new TrainingBooks(ledger, models, owner);
    }

    private static async Task<bool> DiesAsync(TrainingBooks books)
    {
        try
        {
            await books.CompactAsync();
            return false;
        }
        catch (StorageUnavailableException)
        {
            return true;
        }
    }
}
