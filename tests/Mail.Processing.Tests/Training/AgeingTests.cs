using Mail.Core;
using Mail.Spam;
using Mail.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Processing.Tests;

public class AgeingTests
{
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);
    private static readonly ModelOwner Alice = ModelOwner.Account("alice");

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 12, 0, 0, TimeSpan.Zero));
    private readonly InMemoryStorage _storage;
    private readonly Ageing _ageing;

    public AgeingTests()
    {
        _storage = new InMemoryStorage(_time);
        _ageing = new Ageing(_storage.TrainingLedger, _storage.Models, _storage.Settings, _time);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private TrainingBooks Books => new(_storage.TrainingLedger, _storage.Models, Alice, _time);

    [Fact]
    public async Task What_only_one_old_message_has_is_forgotten_and_what_others_have_is_not()
    {
        await TrainAsync(1, 2);
        var whole = await FeaturesAsync();
        _time.Advance(Year / 2);
        await TrainAsync(6);
        _time.Advance(Year / 2);
        Assert.Equal(0, await AgeAsync());
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(2, await AgeAsync());

        var model = await ModelAsync();
        Assert.Equal((0, 3), (model.HamMessages, model.SpamMessages));
        Assert.Equal(0, Find(model, "word2"));
        // Also in the third, which is young.
        Assert.Equal((2, 3), (Find(model, "word1"), Find(model, "reader")));
        Assert.InRange(model.Tokens, 1, whole);
        await Books.AssertWholeAsync();
        Assert.Equal(0, await AgeAsync());
    }

    [Fact]
    public async Task What_is_left_of_an_old_message_can_be_unlearnt_and_learnt_again()
    {
        await TrainAsync(1, 2, 3);
        _time.Advance(Year * 2);
        Assert.Equal(3, await AgeAsync());
        await TrainAsync(4);
        await Books.CompactAsync();
        var before = await Books.ModelAsync();

        // A set that is trained and untrained leaves no trace, aged messages or not.
        await Books.TrainAsync([10, 11, 12], _ => TrainedAs.Ham);
        await Books.TrainAsync([10, 11, 12], _ => null);
        Assert.Equal(CompactionOutcome.Folded, (await Books.CompactAsync()).Outcome);
        Assert.Equal(before, await Books.ModelAsync());

        await Books.TrainAsync(1, TrainedAs.Ham);
        await Books.TrainAsync(2, null);
        Assert.Equal(CompactionOutcome.Folded, (await Books.CompactAsync()).Outcome);
        Assert.Equal(1, Find(await ModelAsync(), "word1"));
        await Books.AssertWholeAsync();
        await Books.TrainAsync([1, 3, 4], _ => null);
        Assert.Equal(CompactionOutcome.Folded, (await Books.CompactAsync()).Outcome);
        Assert.Equal((0, 0), ((await Books.PointerAsync()).Features, (await Books.PointerAsync()).SpamMessages));
    }

    [Fact]
    public async Task A_word_that_was_forgotten_and_comes_again_counts_from_one()
    {
        await TrainAsync(2);
        _time.Advance(Year * 2);
        await AgeAsync();
        // The message with its own word2 comes to another training, as the other class.
        await Books.TrainAsync(2, TrainedAs.Ham);
        await Books.CompactAsync();

        Assert.Equal(1, Find(await ModelAsync(), "word2"));
        await Books.AssertWholeAsync();
    }

    [Fact]
    public async Task Nothing_is_forgotten_when_the_setting_says_so_or_the_model_is_not_up_to_date()
    {
        await TrainAsync(1);
        _time.Advance(Year * 3);
        _storage.Settings.Set("spam-forget-after", "0");
        Assert.Equal(0, await AgeAsync());
        _storage.Settings.Set("spam-forget-after", "3650d");
        Assert.Equal(0, await AgeAsync());
        _storage.Settings.Set("spam-forget-after", "365d");
        await Books.TrainAsync(2, TrainedAs.Ham);
        Assert.Equal(0, await _ageing.RunAsync(Alice, Cancellation));

        Assert.Equal(1, await AgeAsync());
    }

    [Fact]
    public async Task Messages_that_were_trained_together_stay_so_and_are_not_trained_anew()
    {
        var trainedAt = _time.GetUtcNow();
        await BatchAsync([1, 2, 3], TrainedAs.Ham);
        await Books.CompactAsync();
        _time.Advance(Year * 2);
        Assert.Equal(3, await AgeAsync());
        await BatchAsync([20, 21], TrainedAs.Spam);
        await BatchAsync([20, 21], null);

        var entries = await _storage.TrainingLedger.ReadAsync(Alice, Cancellation).ToListAsync(Cancellation);
        Assert.Equal(3, entries.Count);
        Assert.All(entries, entry => Assert.Equal((true, true, trainedAt, "test"), (entry.IsBatch, entry.IsAged, entry.TrainedAt, entry.By)));
        await Books.CompactAsync();
        await Books.AssertWholeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cut_off_anywhere_the_next_run_goes_on(bool appliedFirst)
    {
        // The first asks for the setting, and its last known value does.
        for (var operation = 2; ; operation++)
        {
            var books = new TrainingBooks(_storage.TrainingLedger, _storage.Models, ModelOwner.Account($"kill{operation}"), _time);
            await books.TrainAsync([1, 2, 3], _ => TrainedAs.Spam);
            await books.CompactAsync();
            _time.Advance(Year * 2);
            _storage.Faults.Fail(operation, appliedFirst);
            var isWhole = await TryAsync(books.Owner);
            _storage.Faults.Fail(operation: 0);
            await books.CompactAsync();
            await _ageing.RunAsync(books.Owner, Cancellation);
            await books.CompactAsync();

            Assert.All(await _storage.TrainingLedger.ListAsync(books.Owner, Cancellation).ToListAsync(Cancellation), label => Assert.True(label.IsAged));
            await books.AssertWholeAsync();
            if (isWhole)
            {
                Assert.True(operation > 6, "ageing takes several operations");
                return;
            }
        }
    }

    private async Task TrainAsync(params int[] numbers)
    {
        await Books.TrainAsync(numbers, _ => TrainedAs.Spam);
        await Books.CompactAsync();
    }

    private async Task BatchAsync(IEnumerable<int> numbers, TrainedAs? trainedAs)
    {
        var batch = new BatchTraining(_storage.TrainingLedger, Alice, _time);
        foreach (var number in numbers)
        {
            batch.Add(new TrainingRequest(TrainingBooks.Message(number), trainedAs, "test", ""));
        }

        await batch.CommitAsync((_, _) => { }, Cancellation);
    }

    private async Task<int> AgeAsync()
    {
        await Books.CompactAsync();
        var aged = await _ageing.RunAsync(Alice, Cancellation);
        await Books.CompactAsync();
        return aged;
    }

    private async Task<int> FeaturesAsync() => (await ModelAsync()).Tokens;

    private async Task<ModelSnapshot> ModelAsync() => ModelSnapshot.Load(Convert.FromHexString(await Books.ModelAsync()));

    /// <summary>How many trained messages have the word in their text.</summary>
    private static int Find(ModelSnapshot model, string word)
    {
        var tokens = Tokenizer.Tokenize(System.Text.Encoding.ASCII.GetBytes($"\r\n{word}\r\n"), keepTexts: true);
        var counts = new TokenCount[tokens.Count];
        model.Find(tokens.Features, counts);
        return counts.Where((_, i) => tokens.TextOf(tokens.Features[i]) == word).Select(count => count.Ham + count.Spam).Single();
    }

    private async Task<bool> TryAsync(ModelOwner owner)
    {
        try
        {
            await _ageing.RunAsync(owner, Cancellation);
            return true;
        }
        catch (StorageUnavailableException)
        {
            return false;
        }
    }
}
