using Mail.Core;

namespace Mail.Processing.Tests;

public class LoopTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Delivered-To: info@example.test\r\n", RecipientOutcome.Failed)]
    [InlineData("X: 1\r\nDELIVERED-TO:  info@Example.Test \r\n", RecipientOutcome.Failed)]
    [InlineData("Delivered-To: bob@example.test\r\n", RecipientOutcome.Queued)]
    [InlineData("Delivered-To: not an address\r\n", RecipientOutcome.Queued)]
    [InlineData("X-Delivered-To: info@example.test\r\n", RecipientOutcome.Queued)]
    [InlineData("Subject: x\r\n\r\nDelivered-To: info@example.test\r\n", RecipientOutcome.Queued)]
    public async Task What_was_forwarded_and_comes_back_goes_no_further(string header, RecipientOutcome outcome)
    {
        var world = new FlowWorld();
        world.Storage.Directory.AddAlias("info@example.test", "someone@elsewhere.test");
        var id = await world.SpoolAsync("info@example.test", message: header + FlowWorld.Message);

        await world.Flow.ProcessAsync(new IncomingPointer(id), 1, Token);

        var record = (await world.Storage.Log.FindAsync(id, Token))!;
        var recipient = Assert.Single(record.Recipients);
        Assert.Equal(outcome, recipient.Outcome);
        Assert.Equal(outcome == RecipientOutcome.Failed, recipient.Detail.StartsWith("mail forwarding loop: has been delivered to info@", StringComparison.Ordinal));
        Assert.Equal(outcome == RecipientOutcome.Failed ? MessageState.Failed : MessageState.Delivered, record.State);
        Assert.Equal(outcome == RecipientOutcome.Failed ? 0 : 1, await world.Storage.Outbound.ListAsync(Token).CountAsync(Token));
    }

    /// <summary>Mail that is fetched from an old server has the field, and so may a list's: it must not be lost.</summary>
    [Fact]
    public async Task A_mailbox_takes_what_says_that_it_has_been_there()
    {
        var world = new FlowWorld();
        var id = await world.SpoolAsync("alice@example.test", message: "Delivered-To: alice@example.test\r\n" + FlowWorld.Message);

        await world.Flow.ProcessAsync(new IncomingPointer(id), 1, Token);

        Assert.Single(await world.MailAsync(world.Alice));
        Assert.Equal(MessageState.Delivered, (await world.Storage.Log.FindAsync(id, Token))!.State);
    }

    [Fact]
    public async Task Of_several_targets_the_mailbox_still_gets_it()
    {
        var world = new FlowWorld();
        world.Storage.Directory.AddAlias("info@example.test", "someone@elsewhere.test", "alice@example.test");
        var id = await world.SpoolAsync("info@example.test", message: "Delivered-To: info@example.test\r\n" + FlowWorld.Message);

        await world.Flow.ProcessAsync(new IncomingPointer(id), 1, Token);

        Assert.Single(await world.MailAsync(world.Alice));
        Assert.Empty(await world.Storage.Outbound.ListAsync(Token).ToListAsync(Token));
        var record = (await world.Storage.Log.FindAsync(id, Token))!;
        Assert.Equal(MessageState.Delivered, record.State);
        Assert.StartsWith("mail forwarding loop", Assert.Single(record.Recipients).Detail, StringComparison.Ordinal);
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
