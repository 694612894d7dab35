using Mail.Core;

namespace Mail.Processing.Tests;

/// <summary>What may lead to a second job for somebody who has the message, or is about to get it.</summary>
public class SecondCopyTests
{
    private readonly SendingWorld _world = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The gateway's client of the storage repeats an enqueuing whose answer was lost, and nobody sees that there are two pointers.</summary>
    [Fact]
    public async Task A_second_first_pointer_sends_nothing_again()
    {
        var queueId = await _world.SubmitAsync("a@other.test");
        await _world.RunAsync();
        await _world.Receiving.RunAsync(queueId, attempt: 0, dequeueCount: 1);
        await _world.RunAsync();

        Assert.Single(_world.Sender.Taken);
        Assert.Null(await _world.JobAsync(queueId));
        Assert.Equal(RecipientOutcome.Delivered, Assert.Single((await _world.Receiving.RecordAsync(queueId)).Recipients).Outcome);
    }

    [Theory]
    [InlineData("one@example.test two@example.test")]
    [InlineData("a@other.test two@example.test")]
    public async Task An_address_to_which_two_recipients_lead_gets_one_copy_also_when_the_second_waits_for_something_else(string recipients)
    {
        var receiving = _world.Receiving;
        receiving.Storage.Directory.AddAlias("one@example.test", "a@other.test");
        receiving.Storage.Directory.AddAlias("two@example.test", "a@other.test", "bob@example.test");
        await SetQuotaAsync(10);
        var queueId = await _world.SubmitAsync(recipients);
        await _world.RunAsync();
        Assert.Single(_world.Sender.Taken);

        await SetQuotaAsync(null);
        receiving.Time.Advance(receiving.Options.FirstRetry);
        await receiving.RunAsync(queueId, Assert.Single(await receiving.TakeIncomingAsync()).Attempt);
        await _world.RunAsync();

        Assert.Single(await receiving.MailAsync(receiving.Bob));
        Assert.Single(_world.Sender.Taken);
        Assert.All((await receiving.RecordAsync(queueId)).Recipients, recipient => Assert.Equal(RecipientOutcome.Delivered, recipient.Outcome));
    }

    private async Task SetQuotaAsync(long? quota) =>
        Assert.True(await _world.Storage.Directory.UpdateAccountAsync(_world.Receiving.Bob with { QuotaBytes = quota }, Token));
}
