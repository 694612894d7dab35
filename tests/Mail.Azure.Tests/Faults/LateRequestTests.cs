using Mail.Core;
using Mail.Testing;

namespace Mail.Azure.Tests;

/// <summary>A request whose sender has given up reaches the storage after another has decided otherwise.</summary>
public class LateRequestTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public Task A_removal_that_comes_late_does_not_remove_a_message_whose_mark_was_set_since() =>
        ComeLateAsync((spool, id, givenUp) => spool.DeleteAsync(id, givenUp));

    [Fact]
    public Task A_withdrawal_that_comes_late_does_not_withdraw_a_message_whose_mark_was_set_since() =>
        ComeLateAsync((spool, id, givenUp) => spool.SetWithdrawnAsync(id, withdrawn: true, givenUp));

    private async Task ComeLateAsync(Func<AzureSpool, QueueId, CancellationToken, ValueTask<bool>> change)
    {
        var account = azurite.NewAccount();
        var spool = TestStorage.Open(account).Spool;
        var envelope = Some.Envelope();
        await using (var writer = await spool.BeginAsync(envelope, Cancellation))
        {
            await writer.CommitAsync(Cancellation);
        }

        using var network = new SlowNetwork(request => request.Method == HttpMethod.Put || request.Method == HttpMethod.Delete);
        using var givenUp = new CancellationTokenSource();
        var late = change(network.Open(account).Spool, envelope.QueueId, givenUp.Token).AsTask();
        await network.UnderWay.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        await givenUp.CancelAsync();

        Assert.True(await spool.SetWithdrawnAsync(envelope.QueueId, withdrawn: false, Cancellation));
        network.Arrive();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => late);

        Assert.False((await spool.FindAsync(envelope.QueueId, Cancellation))!.Withdrawn);
    }
}
