using System.Text;
using Mail.Core;
using Mail.Spam;
using Mail.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Processing.Tests;

public class MoveTrainingTests
{
    /// <summary>What messages of both classes have says nothing, and is most of them.</summary>
    private const string AsInAll =
        "Dear reader, thank you for your interest; please find below what we have for you this week, and let us know when you would like to hear more about it or "
        + "want no further letters from us at all. With kind regards and best wishes to everybody at your place, yours sincerely, your friends from the other side of town.";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 12, 0, 0, TimeSpan.Zero));
    private readonly InMemoryStorage _storage;
    private readonly AccountEntry _alice = new() { Address = Some.Address(), AccountId = "alice" };
    private readonly CachedSpamModels _models;
    private readonly MailboxMoves _moves;
    private readonly TrainingQueue _queue;
    private readonly MoveTraining _training;

    public MoveTrainingTests()
    {
        _storage = new InMemoryStorage(_time);
        _models = new CachedSpamModels(_storage.Models, _time, NullLogger<CachedSpamModels>.Instance);
        _queue = new TrainingQueue(_storage.Queues, _time);
        _moves = new MailboxMoves(_storage.Mailboxes, new SpamSettings(_storage.Settings, _storage.Directory), _queue);
        _training = new MoveTraining(_storage.Mailboxes, _models, new MessageTraining(_storage.TrainingLedger, _time), _queue);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static ModelOwner Owner => ModelOwner.Account("alice");

    [Theory]
    [InlineData("INBOX", "Junk", TrainedAs.Spam)]
    [InlineData("Archive", "spam", TrainedAs.Spam)]
    [InlineData("Unsure", "Junk", TrainedAs.Spam)]
    [InlineData("Trash", "Junk", TrainedAs.Spam)]
    [InlineData("Junk", "INBOX", TrainedAs.Ham)]
    [InlineData("Junk", "Archive", TrainedAs.Ham)]
    [InlineData("Unsure", "INBOX", TrainedAs.Ham)]
    [InlineData("unsure", "Work", TrainedAs.Ham)]
    [InlineData("INBOX", "Archive", null)]
    [InlineData("Trash", "INBOX", null)]
    [InlineData("Junk", "Trash", null)]
    [InlineData("Unsure", "Trash", null)]
    [InlineData("INBOX", "Unsure", null)]
    [InlineData("Junk", "Unsure", null)]
    [InlineData("Junk", "JUNK", null)]
    public async Task What_a_move_by_its_owner_teaches(string from, string to, TrainedAs? taught)
    {
        var id = await DeliverAsync(1, from);

        var moved = await _moves.MoveAsync(_alice, id, to, Cancellation);
        await RunQueueAsync();

        Assert.Equal(taught, moved?.TrainsAs);
        Assert.Equal(FolderName.Key(to), FolderName.Key(moved!.Message.Folder));
        Assert.Equal(taught, (await LabelAsync())?.As);
    }

    [Fact]
    public async Task Moved_there_and_back_the_last_word_counts()
    {
        var id = await DeliverAsync(1, "INBOX");
        await _moves.MoveAsync(_alice, id, "Junk", Cancellation);
        await _moves.MoveAsync(_alice, id, "INBOX", Cancellation);
        await RunQueueAsync();
        Assert.Equal(TrainedAs.Ham, (await LabelAsync())?.As);

        await _moves.MoveAsync(_alice, id, "Junk", Cancellation);
        await RunQueueAsync();
        Assert.Equal((TrainedAs.Spam, "moved", id), ((await LabelAsync())!.As, (await LabelAsync())!.By, (await LabelAsync())!.Source));
        Assert.Equal(3, await _storage.TrainingLedger.HeadAsync(Owner, Cancellation) + 1);
    }

    [Theory]
    [InlineData("INBOX", "Junk", TrainedAs.Spam)]
    [InlineData("Junk", "INBOX", null)]
    public async Task Spam_that_is_thrown_away_at_once_is_learnt_and_ham_is_not(string from, string to, TrainedAs? taught)
    {
        var id = await DeliverAsync(1, from);
        await _moves.MoveAsync(_alice, id, to, Cancellation);
        await _moves.MoveAsync(_alice, id, "Trash", Cancellation);
        await RunQueueAsync();

        Assert.Equal(taught, (await LabelAsync())?.As);
    }

    [Fact]
    public async Task Two_hundred_moves_are_in_the_model_within_a_minute_and_the_next_mail_is_told_apart()
    {
        for (var number = 0; number < 200; number++)
        {
            var isSpam = number % 2 == 0;
            var id = await DeliverAsync(number, isSpam ? "INBOX" : "Junk", isSpam ? "cheap pills and watches" : "the minutes of our meeting");
            await _moves.MoveAsync(_alice, id, isSpam ? "Junk" : "INBOX", Cancellation);
        }

        var begun = _time.GetUtcNow();
        await RunQueueAsync();
        Assert.True(_time.GetUtcNow() - begun < TimeSpan.FromMinutes(1));

        var models = await _models.GetAsync("alice", Cancellation);
        Assert.Equal((100, 100), (models.Account!.HamMessages, models.Account.SpamMessages));
        Assert.Equal(SpamClass.Spam, Classify(models, "Buy cheap pills and watches here"));
        Assert.Equal(SpamClass.Ham, Classify(models, "I send you the minutes of our meeting"));
        // What one person trains is not everybody's.
        Assert.Null((await _models.GetAsync("bob", Cancellation)).Account);
        Assert.Equal(0, models.Site.SpamMessages);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_hundred_moved_at_once_and_then_a_hundred_of_the_other_class_do_not_drown_each_other(bool spamFirst)
    {
        foreach (var isSpam in (bool[])[spamFirst, !spamFirst])
        {
            for (var number = 0; number < 100; number++)
            {
                var id = await DeliverAsync(number + (isSpam ? 1000 : 0), isSpam ? "INBOX" : "Junk", isSpam ? "cheap pills and watches" : "the minutes of our meeting");
                await _moves.MoveAsync(_alice, id, isSpam ? "Junk" : "INBOX", Cancellation);
            }

            await RunQueueAsync();
        }

        // Each says only what those before it have not: planned by one and the same model they would push a hundred times as far as the first.
        var pushes = await _storage.TrainingLedger.ReadAsync(Owner, Cancellation).Select(entry => Math.Abs(entry.Counted.Push)).ToListAsync(Cancellation);
        Assert.InRange(pushes.Sum(), 1, 20 * pushes.Max());
        var models = await _models.GetAsync("alice", Cancellation);
        foreach (var entry in await _storage.TrainingLedger.ReadAsync(Owner, Cancellation).ToListAsync(Cancellation))
        {
            var verdict = Classifier.Classify(TokenList.FromBytes(entry.Counted.Features.Span)!, models.Site, models.Account);
            Assert.Equal(entry.Counted.As == TrainedAs.Spam ? SpamClass.Spam : SpamClass.Ham, verdict.Class);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_move_cut_off_anywhere_and_made_again_is_trained_once(bool appliedFirst)
    {
        for (var operation = 1; ; operation++)
        {
            var id = await DeliverAsync(operation, "INBOX");
            _storage.Faults.Fail(operation, appliedFirst);
            var isWhole = await TryAsync(async () => await _moves.MoveAsync(_alice, id, "Junk", Cancellation));
            _storage.Faults.Fail(operation: 0);
            await _moves.MoveAsync(_alice, id, "Junk", Cancellation);
            await RunQueueAsync();

            Assert.Equal(operation, await _storage.TrainingLedger.ListAsync(Owner, Cancellation).CountAsync(Cancellation));
            Assert.Equal(operation, (await _storage.Models.FindAsync(Owner, Cancellation))?.SpamMessages);
            if (isWhole)
            {
                return;
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Training_cut_off_anywhere_is_done_by_the_next_run(bool appliedFirst)
    {
        for (var operation = 1; ; operation++)
        {
            var id = await DeliverAsync(operation, "Junk");
            var pointer = new TrainingPointer.Moved("alice", id, TrainedAs.Spam);
            _storage.Faults.Fail(operation, appliedFirst);
            var isWhole = await TryAsync(async () => await _training.ProcessAsync(pointer, Cancellation));
            _storage.Faults.Fail(operation: 0);
            await _training.ProcessAsync(pointer, Cancellation);
            await RunQueueAsync();

            Assert.Equal(operation, (await _storage.Models.FindAsync(Owner, Cancellation))?.SpamMessages);
            if (isWhole)
            {
                return;
            }
        }
    }

    [Fact]
    public async Task A_pointer_to_a_move_that_was_never_made_comes_to_nothing()
    {
        var id = await DeliverAsync(1, "INBOX");
        await _queue.SendAsync(new TrainingPointer.Moved("alice", id, TrainedAs.Spam), TimeSpan.Zero, Cancellation);
        await _queue.SendAsync(new TrainingPointer.Moved("alice", "gone-1", TrainedAs.Spam), TimeSpan.Zero, Cancellation);
        await RunQueueAsync();

        Assert.Null(await LabelAsync());
    }

    [Fact]
    public void A_message_is_trained_as_it_was_classified_and_is_the_same_when_it_is_exported()
    {
        var raw = "Received: from x by gateway; now\r\nReturn-Path: <forged@other.test>\r\nFrom: a@other.test\r\nSubject: s\r\n\r\nText\r\n"u8.ToArray();
        byte[] stored = [.. "Return-Path: <a@other.test>\r\nDelivered-To: alice@example.test\r\nReceived: by host with local id 1-1\r\n for <alice>; now\r\nAuthentication-Results: x;\r\n spf=pass\r\n"u8, .. raw];

        var text = TrainingText.Read(stored, ["auth:spf=pass"]);

        Assert.Equal(Tokenizer.Tokenize(raw, ["auth:spf=pass"]).ToBytes(), text.Tokens.ToBytes());
        Assert.Equal(TrainingText.Read(raw).Key, text.Key);
    }

    /// <summary>As the engine does it, with a clock that goes on by the second.</summary>
    private async Task RunQueueAsync()
    {
        var compactor = new Compactor(_storage.TrainingLedger, _storage.Models, _time, NullLogger<Compactor>.Instance);
        var queue = _storage.Queues.Get(QueueNames.Training);
        for (var idle = 0; await queue.CountAsync(Cancellation) > 0; _time.Advance(TimeSpan.FromSeconds(1)))
        {
            Assert.True(idle++ < 200, "The queue is never empty.");
            foreach (var item in await queue.ReceiveAsync(32, TimeSpan.FromMinutes(5), Cancellation))
            {
                Assert.True(TrainingPointer.TryParse(item.Body, out var pointer));
                if (pointer is TrainingPointer.Compact compact)
                {
                    await compactor.RunAsync(compact.Owner, Cancellation);
                }
                else
                {
                    await _training.ProcessAsync(Assert.IsType<TrainingPointer.Moved>(pointer), Cancellation);
                }

                await queue.CompleteAsync(item, Cancellation);
            }
        }

        // Older than what the process believes.
        _time.Advance(TimeSpan.FromSeconds(10));
    }

    private async Task<string> DeliverAsync(int number, string folder, string text = "text")
    {
        var content = Encoding.ASCII.GetBytes(
            $"From: a{number}@other.test\r\nMessage-ID: <{number}@other.test>\r\nSubject: {text}\r\n\r\nHello, {text}, number {number}.\r\n{AsInAll}\r\n");
        var delivery = Some.Delivery("alice", folder: folder, content: content);
        await _storage.Mailboxes.DeliverAsync(delivery, Cancellation);
        return delivery.DeliveryId;
    }

    private async Task<LedgerLabel?> LabelAsync() => await _storage.TrainingLedger.ListAsync(Owner, Cancellation).SingleOrDefaultAsync(Cancellation);

    private static SpamClass Classify(SpamModels models, string text) => Classifier.Classify(
        Tokenizer.Tokenize(Encoding.ASCII.GetBytes($"From: new@other.test\r\nSubject: {text}\r\n\r\n{text}.\r\n")), models.Account!).Class;

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
