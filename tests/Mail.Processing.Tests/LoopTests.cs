using Mail.Core;

namespace Mail.Processing.Tests;

public class LoopTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Delivered-To: alice@example.test\r\n", RecipientOutcome.Failed)]
    [InlineData("X: 1\r\nDELIVERED-TO:  alice@Example.Test \r\n", RecipientOutcome.Failed)]
    [InlineData("Delivered-To: bob@example.test\r\n", RecipientOutcome.Delivered)]
    [InlineData("Delivered-To: not an address\r\n", RecipientOutcome.Delivered)]
    [InlineData("X-Delivered-To: alice@example.test\r\n", RecipientOutcome.Delivered)]
    [InlineData("Subject: x\r\n\r\nDelivered-To: alice@example.test\r\n", RecipientOutcome.Delivered)]
    public async Task A_message_that_has_been_here_is_not_delivered_again(string header, RecipientOutcome outcome)
    {
        var world = new FlowWorld();
        var id = await world.SpoolAsync("alice@example.test", message: header + FlowWorld.Message);

        await world.Flow.ProcessAsync(new IncomingPointer(id), 1, Token);

        var record = (await world.Storage.Log.FindAsync(id, Token))!;
        Assert.Equal(outcome, Assert.Single(record.Recipients).Outcome);
        Assert.Equal(outcome == RecipientOutcome.Failed ? MessageState.Failed : MessageState.Delivered, record.State);
        Assert.Empty(await world.Storage.Outbound.ListAsync(Token).ToListAsync(Token));
    }

    [Fact]
    public async Task The_others_still_get_it()
    {
        var world = new FlowWorld();
        var id = await world.SpoolAsync("alice@example.test bob@example.test", message: "Delivered-To: alice@example.test\r\n" + FlowWorld.Message);

        await world.Flow.ProcessAsync(new IncomingPointer(id), 1, Token);

        var record = (await world.Storage.Log.FindAsync(id, Token))!;
        Assert.Equal([RecipientOutcome.Failed, RecipientOutcome.Delivered], record.Recipients.Select(recipient => recipient.Outcome));
        Assert.StartsWith("mail forwarding loop: has been delivered to alice@example.test before", record.Recipients[0].Detail, StringComparison.Ordinal);
        Assert.Equal(MessageState.Failed, record.State);
    }

    [Fact]
    public async Task What_was_forwarded_and_comes_back_goes_no_further()
    {
        var world = new FlowWorld();
        world.Storage.Directory.AddAlias("info@example.test", "someone@elsewhere.test");
        var id = await world.SpoolAsync("info@example.test", message: "Delivered-To: info@example.test\r\n" + FlowWorld.Message);

        await world.Flow.ProcessAsync(new IncomingPointer(id), 1, Token);

        Assert.Empty(await world.Storage.Outbound.ListAsync(Token).ToListAsync(Token));
        Assert.Equal(MessageState.Failed, (await world.Storage.Log.FindAsync(id, Token))!.State);
    }

    [Fact]
    public async Task A_header_without_end_is_read_so_far()
    {
        var world = new FlowWorld();
        var id = await world.SpoolAsync("alice@example.test", message: $"X: {new string('x', 1_000_000)}\r\nDelivered-To: alice@example.test\r\n");

        await world.Flow.ProcessAsync(new IncomingPointer(id), 1, Token);

        Assert.Equal(MessageState.Delivered, (await world.Storage.Log.FindAsync(id, Token))!.State);
    }

    /// <summary>Backscatter is impossible: whatever becomes of a message, nothing is sent to whoever MAIL FROM named.</summary>
    [Theory]
    [InlineData("alice@example.test", FlowWorld.Message)]
    [InlineData("gone@example.test", FlowWorld.Message)]
    [InlineData("alice@example.test", "Delivered-To: alice@example.test\r\n" + FlowWorld.Message)]
    [InlineData("someone@elsewhere.test", FlowWorld.Message)]
    public async Task Nothing_goes_to_the_sender(string recipient, string message)
    {
        var world = new FlowWorld();
        var id = await world.SpoolAsync(recipient, "victim@innocent.test", message);

        for (var attempt = 1; attempt <= 3; attempt++)
        {
            await world.Flow.ProcessAsync(new IncomingPointer(id), attempt, Token);
        }

        Assert.DoesNotContain(
            await world.Storage.Outbound.ListAsync(Token).ToListAsync(Token),
            job => job.ReversePath is null || job.Recipients.Any(to => to.Address.Domain == "innocent.test"));
        Assert.Equal([id], (await world.Storage.Spool.ListAsync(null, Token).ToListAsync(Token)).Select(entry => entry.QueueId));
    }
}
