using System.Globalization;
using System.Text;
using Mail.Core;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mail.Processing.Tests;

/// <summary>Trains and compacts for one owner.</summary>
public sealed class TrainingBooks(ITrainingLedger ledger, IModelStore models, ModelOwner owner, TimeProvider? time = null)
{
    private static readonly SpamModels Nothing = SpamModels.None;

    public ModelOwner Owner => owner;

    public ITrainingLedger Ledger => ledger;

    public IModelStore Models => models;

    public Compactor Compactor { get; } = new(ledger, models, time ?? TimeProvider.System, NullLogger<Compactor>.Instance);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Any two have words in common and words of their own.</summary>
    public static TrainingText Message(int number) => TrainingText.Read(Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"From: sender{number % 7}@other.test\r\nTo: alice@example.test\r\nSubject: number {number}\r\nMessage-ID: <{number}@other.test>\r\n\r\n"
        + $"Dear reader, word{number % 5} and word{number} are in this message, and nothing else is to be said.\r\n")));

    /// <summary>By a process that has trained nothing before: the same message is always counted in the same way.</summary>
    public Task<TrainingOutcome> TrainAsync(int number, TrainedAs? trainedAs) =>
        new MessageTraining(ledger, time ?? TimeProvider.System).TrainAsync(owner, new TrainingRequest(Message(number), trainedAs, "test", ""), Nothing, Cancellation);

    public async Task TrainAsync(IEnumerable<int> numbers, Func<int, TrainedAs?> trainedAs)
    {
        foreach (var number in numbers)
        {
            await TrainAsync(number, trainedAs(number));
        }
    }

    public Task<CompactionReport> CompactAsync() => Compactor.RunAsync(owner, Cancellation);

    public async Task<ModelPointer> PointerAsync() =>
        await models.FindAsync(owner, Cancellation) ?? throw new InvalidOperationException("There is no model.");

    public async Task<string> ModelAsync() =>
        Convert.ToHexString(await models.ReadAsync(owner, (await PointerAsync()).Snapshot, Cancellation) ?? throw new InvalidOperationException("There is no snapshot."));

    /// <summary>The model is what the ledger tells, no step is left out and none is there twice.</summary>
    public async Task AssertWholeAsync()
    {
        var model = await ModelAsync();
        var pointer = await PointerAsync();
        var labels = await ledger.ListAsync(owner, Cancellation).ToListAsync(Cancellation);
        Assert.Equal(
            (labels.Count(label => label.As == TrainedAs.Ham), labels.Count(label => label.As == TrainedAs.Spam)), (pointer.HamMessages, pointer.SpamMessages));
        Assert.Equal(await ledger.HeadAsync(owner, Cancellation), pointer.Through);
        Assert.Empty(await ledger.JournalAsync(owner, 0, Cancellation).ToListAsync(Cancellation));

        Assert.Equal(CompactionOutcome.Rebuilt, (await Compactor.RebuildAsync(owner, Cancellation)).Outcome);
        Assert.Equal(model, await ModelAsync());
    }
}
