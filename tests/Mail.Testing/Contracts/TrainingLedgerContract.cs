using Mail.Core;
using Xunit;

namespace Mail.Testing;

/// <summary>What every <see cref="ITrainingLedger"/> promises.</summary>
public abstract class TrainingLedgerContract
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly ModelOwner Alice = ModelOwner.Account("alice");

    protected abstract ITrainingLedger Ledger { get; }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_that_is_trained_is_in_the_ledger_and_in_the_journal()
    {
        var counted = Counted(TrainedAs.Spam, 1, 2, byte.MaxValue);
        Assert.Null(await Ledger.FindAsync(Alice, Key(1), Cancellation));
        Assert.Equal(0, await Ledger.HeadAsync(Alice, Cancellation));

        Assert.True(await AppendAsync(Alice, Change(1, null, counted) with { By = "moved", Source = "01h-1" }));

        var entry = await FoundAsync(Alice, 1);
        Assert.Equal((Key(1), counted, 1L, Now, "moved", "01h-1"), (entry.Key, entry.Counted, entry.Sequence, entry.TrainedAt, entry.By, entry.Source));
        Assert.Equal([new JournalEntry(1, Key(1), null, counted)], await JournalAsync(Alice));
        Assert.Equal(1, await Ledger.HeadAsync(Alice, Cancellation));
        Assert.Equal([new LedgerLabel(Key(1), TrainedAs.Spam, "moved", "01h-1", Now)], await Ledger.ListAsync(Alice, Cancellation).ToListAsync(Cancellation));
        Assert.Equal(entry, Assert.Single(await Ledger.ReadAsync(Alice, Cancellation).ToListAsync(Cancellation)));
    }

    [Fact]
    public async Task Each_owner_has_books_of_his_own()
    {
        await AppendAsync(Alice, Change(1, null, Counted(TrainedAs.Ham, 1)));
        await AppendAsync(ModelOwner.Site, Change(1, null, Counted(TrainedAs.Spam, 1)));
        await AppendAsync(ModelOwner.Account("site"), Change(2, null, Counted(TrainedAs.Spam, 1)));

        Assert.Equal(TrainedAs.Ham, (await FoundAsync(Alice, 1)).Counted.As);
        Assert.Equal(TrainedAs.Spam, (await FoundAsync(ModelOwner.Site, 1)).Counted.As);
        Assert.Null(await Ledger.FindAsync(ModelOwner.Site, Key(2), Cancellation));
        await Ledger.DeleteAsync(Alice, Cancellation);
        Assert.Null(await Ledger.FindAsync(Alice, Key(1), Cancellation));
        Assert.Equal(0, await Ledger.HeadAsync(Alice, Cancellation));
        Assert.Empty(await JournalAsync(Alice));
        Assert.Single(await JournalAsync(ModelOwner.Site));
    }

    [Fact]
    public async Task Changed_and_taken_out_each_step_says_what_goes_and_what_comes()
    {
        var (ham, spam) = (Counted(TrainedAs.Ham, 1, 2), Counted(TrainedAs.Spam, 1, 2));
        await AppendAsync(Alice, Change(1, null, ham));
        await AppendAsync(Alice, Change(1, await FoundAsync(Alice, 1), spam with { Times = 2, Push = 9 }));
        await AppendAsync(Alice, Change(1, await FoundAsync(Alice, 1), null));

        Assert.Null(await Ledger.FindAsync(Alice, Key(1), Cancellation));
        Assert.Equal(
            [new(1, Key(1), null, ham), new(2, Key(1), ham, spam with { Times = 2, Push = 9 }), new(3, Key(1), spam with { Times = 2, Push = 9 }, null)], await JournalAsync(Alice));
        Assert.Equal(3, await Ledger.HeadAsync(Alice, Cancellation));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Marks_last_until_the_next_step(bool isBatch, bool isAged)
    {
        await AppendAsync(Alice, Change(1, null, Counted(TrainedAs.Ham, 1)) with { IsBatch = isBatch, IsAged = isAged });

        Assert.Equal((isBatch, isAged), ((await FoundAsync(Alice, 1)).IsBatch, (await FoundAsync(Alice, 1)).IsAged));
        Assert.Equal(isAged, Assert.Single(await Ledger.ListAsync(Alice, Cancellation).ToListAsync(Cancellation)).IsAged);
        await AppendAsync(Alice, Change(1, await FoundAsync(Alice, 1), Counted(TrainedAs.Ham, 1)));
        Assert.Equal((false, false), ((await FoundAsync(Alice, 1)).IsBatch, (await FoundAsync(Alice, 1)).IsAged));
    }

    [Fact]
    public async Task A_step_from_a_state_that_is_no_more_is_not_made()
    {
        await AppendAsync(Alice, Change(1, null, Counted(TrainedAs.Ham, 1)));
        var read = await FoundAsync(Alice, 1);
        await AppendAsync(Alice, Change(1, read, Counted(TrainedAs.Spam, 1)));

        Assert.False(await AppendAsync(Alice, Change(1, null, Counted(TrainedAs.Spam, 1))));
        Assert.False(await AppendAsync(Alice, Change(1, read, null)));
        Assert.False(await AppendAsync(Alice, Change(2, read with { Key = Key(2) }, null)));
        Assert.False(await AppendAsync(Alice, Change(3, null, Counted(TrainedAs.Ham, 3)), Change(1, read, null)));

        Assert.Null(await Ledger.FindAsync(Alice, Key(3), Cancellation));
        Assert.Equal(2, await Ledger.HeadAsync(Alice, Cancellation));
    }

    [Fact]
    public async Task Of_many_who_train_the_same_message_one_does()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => AppendAsync(Alice, Change(1, null, Counted(TrainedAs.Spam, 1))).AsTask()));

        Assert.Single(made, isMade => isMade);
        Assert.Equal(1, await Ledger.HeadAsync(Alice, Cancellation));
    }

    [Fact]
    public async Task Many_who_train_different_messages_all_do_and_no_number_is_left_out()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => AppendAsync(Alice, Change(i, null, Counted(TrainedAs.Spam, (byte)i))).AsTask()));

        Assert.All(made, Assert.True);
        var journal = await JournalAsync(Alice);
        Assert.Equal(Enumerable.Range(1, 12).Select(i => (long)i), journal.Select(entry => entry.Sequence));
        Assert.Equal(Enumerable.Range(0, 12).Select(Key).OrderBy(key => key.ToString()), journal.Select(entry => entry.Key).OrderBy(key => key.ToString()));
    }

    [Fact]
    public async Task A_full_transaction_is_made_whole()
    {
        var large = new byte[ITrainingLedger.MaxOctets - ITrainingLedger.MaxChanges + 1];
        Random.Shared.NextBytes(large);
        var changes = Enumerable.Range(0, ITrainingLedger.MaxChanges)
            .Select(i => Change(i, null, i == 0 ? new CountedMessage(TrainedAs.Ham, 1, 0, large) : Counted(TrainedAs.Ham, (byte)i)))
            .ToArray();

        Assert.True(await AppendAsync(Alice, changes));

        Assert.Equal(changes[0].To, (await FoundAsync(Alice, 0)).Counted);
        Assert.Equal(changes.Select(change => change.To), (await JournalAsync(Alice)).Select(entry => entry.To));
        await Assert.ThrowsAsync<ArgumentException>(async () => await AppendAsync(Alice, [.. changes, Change(99, null, Counted(TrainedAs.Ham, 1))]));
        await Assert.ThrowsAsync<ArgumentException>(async () => await AppendAsync(Alice));
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await AppendAsync(Alice, Change(99, null, new CountedMessage(TrainedAs.Ham, 1, 0, new byte[ITrainingLedger.MaxOctets + 1]))));
    }

    [Fact]
    public async Task A_journal_is_read_from_anywhere_and_trimmed_to_anywhere()
    {
        for (var i = 0; i < 5; i++)
        {
            await AppendAsync(Alice, Change(i, null, Counted(TrainedAs.Spam, (byte)i)));
        }

        Assert.Equal([4, 5], (await Ledger.JournalAsync(Alice, 3, Cancellation).ToListAsync(Cancellation)).Select(entry => entry.Sequence));
        await Ledger.TrimAsync(Alice, 3, Cancellation);
        await Ledger.TrimAsync(Alice, 3, Cancellation);
        Assert.Equal([4, 5], (await JournalAsync(Alice)).Select(entry => entry.Sequence));
        await Ledger.TrimAsync(Alice, 5, Cancellation);
        Assert.Empty(await JournalAsync(Alice));

        // Numbers go on, whatever is trimmed.
        await AppendAsync(Alice, Change(9, null, Counted(TrainedAs.Spam, 9)));
        Assert.Equal(6, Assert.Single(await JournalAsync(Alice)).Sequence);
        Assert.Equal(6, await Ledger.ListAsync(Alice, Cancellation).CountAsync(Cancellation));
    }

    protected static MessageKey Key(int i) => MessageKey.FromHash([.. Enumerable.Repeat((byte)i, 16)]);

    private static CountedMessage Counted(TrainedAs trainedAs, params byte[] features) => new(trainedAs, 1, -3, features);

    private static TrainingChange Change(int key, LedgerEntry? from, CountedMessage? to) => new() { Key = Key(key), From = from, To = to, At = Now };

    private ValueTask<bool> AppendAsync(ModelOwner owner, params TrainingChange[] changes) => Ledger.TryAppendAsync(owner, changes, Cancellation);

    private async Task<LedgerEntry> FoundAsync(ModelOwner owner, int key) =>
        await Ledger.FindAsync(owner, Key(key), Cancellation) ?? throw new InvalidOperationException("The message is not trained.");

    private async Task<List<JournalEntry>> JournalAsync(ModelOwner owner) => await Ledger.JournalAsync(owner, 0, Cancellation).ToListAsync(Cancellation);
}
