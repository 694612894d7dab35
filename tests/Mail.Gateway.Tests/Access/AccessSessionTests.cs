using Mail.Core;

namespace Mail.Gateway.Tests;

public class AccessSessionTests
{
    [Theory]
    [InlineData(AccessKind.Client, "127.0.0.0/8")]
    [InlineData(AccessKind.Helo, "client.test")]
    [InlineData(AccessKind.Sender, "s@sender.test")]
    [InlineData(AccessKind.Recipient, "alice@example.test")]
    public async Task A_refusal_of_any_kind_is_told_at_RCPT(AccessKind kind, string pattern)
    {
        await using var bench = await GatewayBench.StartAsync();
        bench.Storage.AccessRules.Add(kind, pattern, AccessAction.Reject, "We do not want it");
        using var client = await bench.ConnectAsync();
        await client.OpenAsync();
        Assert.Equal("554 5.7.1 We do not want it", await client.CommandAsync("RCPT TO:<alice@example.test>"));
        Assert.StartsWith("554 5.5.1 ", await client.CommandAsync("DATA"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_for_one_recipient_leaves_the_mail_of_the_others_alone()
    {
        await using var bench = await GatewayBench.StartAsync();
        bench.Storage.AccessRules.Add(AccessKind.Sender, "sender.test for alice@example.test", AccessAction.Defer);
        using var client = await bench.ConnectAsync();
        await client.OpenAsync();
        Assert.Equal("450 4.7.1 Access denied", await client.CommandAsync("RCPT TO:<alice@example.test>"));
        Assert.StartsWith("250 ", await client.CommandAsync("RCPT TO:<bob@example.test>"), StringComparison.Ordinal);
        await client.CommandAsync("DATA");
        var id = SmtpDialog.QueueIdOf(await client.CommandAsync(SmtpDialog.Text + "."));
        Assert.Equal(["bob@example.test"], (await bench.OpenAsync(id)).Envelope.Recipients.Select(recipient => recipient.Address.ToString()));
    }

    [Fact]
    public async Task Text_that_is_no_ASCII_cannot_break_the_reply()
    {
        await using var bench = await GatewayBench.StartAsync();
        bench.Storage.AccessRules.Add(AccessKind.Client, "127.0.0.0/8", AccessAction.Reject, "Nein danke\r\n250 grüße");
        using var client = await bench.ConnectAsync();
        await client.OpenAsync();
        Assert.Equal("554 5.7.1 Nein danke??250 gr??e", await client.CommandAsync("RCPT TO:<alice@example.test>"));
    }

    [Fact]
    public async Task A_discarded_message_is_answered_like_any_other_and_nothing_is_kept()
    {
        await using var bench = await GatewayBench.StartAsync();
        bench.Storage.AccessRules.Add(AccessKind.Sender, "sender.test", AccessAction.Discard);
        using var client = await bench.ConnectAsync();
        SmtpDialog.QueueIdOf(await client.SendMessageAsync());
        Assert.Empty(await bench.SpooledAsync());
        Assert.Empty(bench.Pointers);
    }

    [Fact]
    public async Task A_recipient_whose_mail_is_discarded_is_left_out_and_the_others_get_theirs()
    {
        await using var bench = await GatewayBench.StartAsync();
        bench.Storage.AccessRules.Add(AccessKind.Recipient, "alice@example.test", AccessAction.Discard);
        bench.Storage.AccessRules.Add(AccessKind.Recipient, "bob@example.test", AccessAction.Tag, "for-bob");
        using var client = await bench.ConnectAsync();
        await client.OpenAsync();
        Assert.StartsWith("250 ", await client.CommandAsync("RCPT TO:<alice@example.test>"), StringComparison.Ordinal);
        Assert.StartsWith("250 ", await client.CommandAsync("RCPT TO:<bob@example.test>"), StringComparison.Ordinal);
        await client.CommandAsync("DATA");
        var (envelope, _) = await bench.OpenAsync(SmtpDialog.QueueIdOf(await client.CommandAsync(SmtpDialog.Text + ".")));
        Assert.Equal(["bob@example.test"], envelope.Recipients.Select(recipient => recipient.Address.ToString()));
        Assert.Equal(["for-bob"], envelope.Tags);
    }

    [Fact]
    public async Task A_held_message_is_spooled_on_hold_with_its_marks()
    {
        await using var bench = await GatewayBench.StartAsync();
        bench.Storage.AccessRules.Add(AccessKind.Helo, "client.test", AccessAction.Tag, "odd-helo");
        bench.Storage.AccessRules.Add(AccessKind.Sender, "sender.test", AccessAction.Hold);
        using var client = await bench.ConnectAsync();
        var id = SmtpDialog.QueueIdOf(await client.SendMessageAsync());
        Assert.True(Assert.Single(await bench.SpooledAsync()).Held);
        Assert.Equal(["odd-helo"], (await bench.OpenAsync(id)).Envelope.Tags);
        Assert.Single(bench.Pointers);
    }

    [Fact]
    public async Task Decisions_of_one_transaction_do_not_reach_into_the_next()
    {
        await using var bench = await GatewayBench.StartAsync();
        bench.Storage.AccessRules.Add(AccessKind.Recipient, "alice@example.test", AccessAction.Discard);
        using var client = await bench.ConnectAsync();
        await client.OpenAsync();
        await client.CommandAsync("RCPT TO:<alice@example.test>");
        await client.CommandAsync("RSET");
        await client.CommandAsync("MAIL FROM:<s@sender.test>");
        await client.CommandAsync("RCPT TO:<bob@example.test>");
        await client.CommandAsync("DATA");
        var id = SmtpDialog.QueueIdOf(await client.CommandAsync(SmtpDialog.Text + "."));
        Assert.Equal(["bob@example.test"], (await bench.OpenAsync(id)).Envelope.Recipients.Select(recipient => recipient.Address.ToString()));
    }

    [Fact]
    public async Task A_message_to_be_held_that_was_told_451_is_still_held_when_its_client_comes_again()
    {
        await using var bench = await GatewayBench.StartAsync();
        bench.Storage.AccessRules.Add(AccessKind.Sender, "sender.test", AccessAction.Hold);
        using var client = await bench.ConnectAsync();
        await client.BeginAsync();
        bench.Storage.Spool.Faults.Fail(2, appliedFirst: true);
        Assert.StartsWith("451 4.3.0 ", await client.CommandAsync(SmtpDialog.Text + "."), StringComparison.Ordinal);
        using var retry = await bench.ConnectAsync();
        SmtpDialog.QueueIdOf(await retry.SendMessageAsync());
        Assert.True(Assert.Single(await bench.SpooledAsync()).Held);
    }

    [Theory]
    [InlineData("VRFY alice", "252 2.5.0 ")]
    [InlineData("VRFY nobody", "252 2.5.0 ")]
    [InlineData("VRFY <alice@example.test>", "252 2.5.0 ")]
    [InlineData("EXPN staff", "502 5.5.1 ")]
    [InlineData("EXPN nobody", "502 5.5.1 ")]
    public async Task VRFY_and_EXPN_reveal_nothing(string command, string reply)
    {
        await using var bench = await GatewayBench.StartAsync();
        using var client = await bench.ConnectAsync();
        await client.OpenAsync();
        Assert.StartsWith(reply, await client.CommandAsync(command), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_notice_to_several_recipients_is_taken_and_answered_with_nothing_but_replies()
    {
        await using var bench = await GatewayBench.StartAsync();
        using var client = await bench.ConnectAsync();
        await client.ReadAsync();
        await client.CommandAsync("EHLO client.test");
        Assert.StartsWith("250 ", await client.CommandAsync("MAIL FROM:<>"), StringComparison.Ordinal);
        Assert.StartsWith("250 ", await client.CommandAsync("RCPT TO:<alice@example.test>"), StringComparison.Ordinal);
        Assert.StartsWith("250 ", await client.CommandAsync("RCPT TO:<bob@example.test>"), StringComparison.Ordinal);
        Assert.StartsWith("550 ", await client.CommandAsync("RCPT TO:<nobody@example.test>"), StringComparison.Ordinal);
        await client.CommandAsync("DATA");
        var id = SmtpDialog.QueueIdOf(await client.CommandAsync(SmtpDialog.Text + "."));
        Assert.Equal([id], (await bench.SpooledAsync()).Select(entry => entry.QueueId!.Value));
        Assert.Empty(await bench.Storage.Outbound.ListAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));
    }
}
