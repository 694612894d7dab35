using Mail.Core;
using Mail.Spam;
using Mail.Testing;

namespace Mail.Processing.Tests;

public class BatchTrainingTests
{
    private static readonly ModelOwner Alice = ModelOwner.Account("alice");

    private readonly InMemoryStorage _storage = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private TrainingBooks Books => Of(Alice);

    [Fact]
    public async Task Ham_and_spam_may_come_in_any_order_and_in_any_number_of_calls()
    {
        await CommitAsync(Alice, Enumerable.Range(0, 60), Class);
        await CommitAsync(ModelOwner.Site, Enumerable.Range(0, 60).Where(number => Class(number) == TrainedAs.Ham), Class);
        await CommitAsync(ModelOwner.Site, Enumerable.Range(0, 60).Where(number => Class(number) == TrainedAs.Spam).Reverse(), Class);
        await CommitAsync(ModelOwner.Account("bob"), [7], Class);
        await CommitAsync(ModelOwner.Account("bob"), Enumerable.Range(0, 60), Class);

        var model = await ModelAsync(Alice);
        Assert.Equal(model, await ModelAsync(ModelOwner.Site));
        Assert.Equal(model, await ModelAsync(ModelOwner.Account("bob")));
    }

    [Fact]
    public async Task The_model_is_the_one_that_a_plan_of_the_messages_gives()
    {
        await CommitAsync(Alice, Enumerable.Range(0, 60), Class);

        var counts = new ModelCounts();
        foreach (var (message, step) in BatchMessage.Plan(Enumerable.Range(0, 60).Select(number => Message(number, Class(number)))))
        {
            counts.Add(message.Tokens, step);
        }

        using var file = new MemoryStream();
        counts.WriteTo(file);
        Assert.Equal(Convert.ToHexString(file.ToArray()), await ModelAsync(Alice));
    }

    [Fact]
    public async Task What_is_trained_and_untrained_leaves_the_model_as_it_was_whatever_was_moved_before()
    {
        await CommitAsync(Alice, Enumerable.Range(0, 20), Class);
        await Books.TrainAsync([100, 101, 3], _ => TrainedAs.Spam);
        await CommitAsync(Alice, [], Class);
        var before = await ModelAsync(Alice);

        Assert.Equal(20, (await CommitAsync(Alice, Enumerable.Range(200, 20), Class)).Count(TrainingOutcome.Trained));
        Assert.NotEqual(before, await ModelAsync(Alice));
        Assert.Equal(20, (await CommitAsync(Alice, Enumerable.Range(200, 20), _ => null)).Count(TrainingOutcome.Untrained));

        Assert.Equal(before, await ModelAsync(Alice));
        await Books.AssertWholeAsync();
        await CommitAsync(Alice, [.. Enumerable.Range(0, 20), 100, 101], _ => null);
        Assert.Equal((0, 0, 0), await CountsAsync());
    }

    [Fact]
    public async Task Each_message_is_told_once_as_what_became_of_it()
    {
        await Books.TrainAsync(2, TrainedAs.Ham);
        await CommitAsync(Alice, [0, 1], _ => TrainedAs.Ham);

        var second = await CommitAsync(Alice, [0, 1, 1, 2, 3, 4], number => number == 0 ? TrainedAs.Ham : number == 4 ? null : TrainedAs.Spam);

        Assert.Equal(
            (1, 2, 0, 3),
            (second.Count(TrainingOutcome.Trained), second.Count(TrainingOutcome.Retrained), second.Count(TrainingOutcome.Untrained), second.Count(TrainingOutcome.Unchanged)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cut_off_anywhere_the_same_again_makes_the_same_model(bool appliedFirst)
    {
        await CommitAsync(ModelOwner.Site, Enumerable.Range(0, 120), Class);
        for (var operation = 1; ; operation++)
        {
            var owner = ModelOwner.Account($"kill{operation}");
            await CommitAsync(owner, Enumerable.Range(0, 30), Class);
            _storage.Faults.Fail(operation, appliedFirst);
            var isWhole = await TryAsync(async () => await CommitAsync(owner, Enumerable.Range(0, 120), Class));
            _storage.Faults.Fail(operation: 0);
            await CommitAsync(owner, Enumerable.Range(0, 120), Class);

            Assert.Equal(await ModelAsync(ModelOwner.Site), await ModelAsync(owner));
            await Of(owner).AssertWholeAsync();
            if (isWhole)
            {
                Assert.True(operation > 4, "training takes several operations");
                return;
            }
        }
    }

    [Fact]
    public async Task Two_who_train_at_once_make_the_model_of_both()
    {
        await CommitAsync(ModelOwner.Site, Enumerable.Range(0, 120), Class);

        await Task.WhenAll(
            Task.Run(() => CommitAsync(Alice, Enumerable.Range(0, 70), Class), Cancellation),
            Task.Run(() => CommitAsync(Alice, Enumerable.Range(50, 70), Class), Cancellation),
            Task.Run(() => Books.CompactAsync(), Cancellation));

        Assert.Equal(await ModelAsync(ModelOwner.Site), await ModelAsync(Alice));
        await Books.AssertWholeAsync();
    }

    [Fact]
    public async Task A_large_training_goes_in_pieces_that_a_transaction_takes()
    {
        var steps = new List<(int, int)>();
        var batch = new BatchTraining(_storage.TrainingLedger, Alice, TimeProvider.System);
        foreach (var number in Enumerable.Range(0, 120))
        {
            batch.Add(Request(number, Class(number)));
        }

        await batch.CommitAsync((done, all) => steps.Add((done, all)), Cancellation);

        Assert.Equal([(49, 120), (98, 120), (120, 120)], steps);
        Assert.Equal(120, await _storage.TrainingLedger.HeadAsync(Alice, Cancellation));
    }

    private static TrainedAs? Class(int number) => number % 3 == 0 ? TrainedAs.Ham : TrainedAs.Spam;

    private static TrainingRequest Request(int number, TrainedAs? trainedAs) => new(TrainingBooks.Message(number), trainedAs, "test", "");

    private static BatchMessage Message(int number, TrainedAs? trainedAs) =>
        new(TrainingBooks.Message(number).Key, TrainingBooks.Message(number).Tokens, trainedAs!.Value);

    private TrainingBooks Of(ModelOwner owner) => new(_storage.TrainingLedger, _storage.Models, owner);

    private async Task<BatchTraining> CommitAsync(ModelOwner owner, IEnumerable<int> numbers, Func<int, TrainedAs?> trainedAs)
    {
        var batch = new BatchTraining(_storage.TrainingLedger, owner, TimeProvider.System);
        foreach (var number in numbers)
        {
            batch.Add(Request(number, trainedAs(number)));
        }

        await batch.CommitAsync((_, _) => { }, Cancellation);
        return batch;
    }

    private async Task<string> ModelAsync(ModelOwner owner)
    {
        await Of(owner).CompactAsync();
        return await Of(owner).ModelAsync();
    }

    private async Task<(int Ham, int Spam, int Features)> CountsAsync()
    {
        await Books.CompactAsync();
        var pointer = await Books.PointerAsync();
        return (pointer.HamMessages, pointer.SpamMessages, pointer.Features);
    }

    private static async Task<bool> TryAsync(Func<Task> operation)
    {
        try
        {
            await operation();
            return true;
        }
        catch (StorageUnavailableException)
        {
            return false;
        }
    }
}
