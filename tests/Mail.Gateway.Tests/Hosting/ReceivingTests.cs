using Mail.Core;

namespace Mail.Gateway.Tests;

public class ReceivingTests
{
    [Fact]
    public async Task A_message_is_in_the_spool_and_queued_when_it_is_answered()
    {
        await using var bench = await GatewayBench.StartAsync();
        using var client = await bench.ConnectAsync();
        var id = SmtpDialog.QueueIdOf(await client.SendMessageAsync());

        Assert.Equal([new IncomingPointer(id).ToJson()], bench.Pointers);
        var (envelope, content) = await bench.OpenAsync(id);
        Assert.Equal(id, envelope.QueueId);
        Assert.Equal("s@sender.test", envelope.ReversePath!.ToString());
        Assert.Equal(["alice@example.test"], envelope.Recipients.Select(r => r.Address.ToString()));
        Assert.Equal("127.0.0.1", envelope.ClientAddress);
        Assert.Equal("client.test", envelope.Helo);
        Assert.Equal("ESMTP", envelope.Protocol);
        Assert.StartsWith(
            $"Received: from client.test ([127.0.0.1])\r\n\tby mx.example.test with ESMTP id {id}\r\n\tfor <alice@example.test>;\r\n\t",
            content,
            StringComparison.Ordinal);
        Assert.EndsWith(" +0000\r\n" + SmtpDialog.Text, content, StringComparison.Ordinal);
        await GatewayBench.UntilAsync(() => Task.FromResult(bench.Server.InDoubt.Count == 0), "nothing is in doubt");
    }

    [Fact]
    public async Task Two_messages_of_the_same_content_on_one_connection_are_two()
    {
        await using var bench = await GatewayBench.StartAsync();
        using var client = await bench.ConnectAsync();
        var first = SmtpDialog.QueueIdOf(await client.SendMessageAsync());
        await client.CommandAsync("MAIL FROM:<s@sender.test>");
        await client.CommandAsync("RCPT TO:<alice@example.test>");
        await client.CommandAsync("DATA");
        Assert.NotEqual(first, SmtpDialog.QueueIdOf(await client.CommandAsync(SmtpDialog.Text + ".")));
    }

    [Theory]
    [InlineData("nobody@example.test", "550 5.1.1 No such mailbox here")]
    [InlineData("someone@foreign.test", "550 5.7.1 Relay access denied")]
    [InlineData("loop@example.test", "451 4.3.5 Address is not usable at present, try again later")]
    [InlineData("alice@example.test", "250 ")]
    [InlineData("alice+lists@example.test", "250 ")]
    public async Task Recipients_are_checked_at_RCPT(string recipient, string expected)
    {
        await using var bench = await GatewayBench.StartAsync();
        bench.Storage.Directory.AddAlias("loop@example.test", "loop@example.test");
        using var client = await bench.ConnectAsync();
        await client.OpenAsync();
        Assert.StartsWith(expected, await client.CommandAsync($"RCPT TO:<{recipient}>"), StringComparison.Ordinal);
    }

    // Postfix's allow_untrusted_routing.
    [Theory]
    [InlineData("someone@inside.test", null, "250 ")]
    [InlineData("victim%foreign.test@inside.test", null, "550 5.7.1 Relay access denied")]
    [InlineData("\"victim@foreign.test\"@inside.test", null, "550 5.7.1 Relay access denied")]
    [InlineData("foreign.test!victim@inside.test", null, "550 5.7.1 Relay access denied")]
    [InlineData("away+victim%foreign.test@example.test", null, "550 5.7.1 Relay access denied")]
    [InlineData("away@example.test", null, "250 ")]
    [InlineData("alice+100%25@example.test", null, "250 ")]
    [InlineData("victim%foreign.test@inside.test", "127.0.0.1", "250 ")]
    public async Task What_goes_on_from_here_does_not_say_where_to(string recipient, string? relay, string expected)
    {
        await using var bench = await GatewayBench.StartAsync(o => o with { RelayNetworks = NetworkList.Parse(relay ?? "none") });
        bench.Storage.Directory.AddDomain("inside.test", DomainKind.Relay);
        bench.Storage.Directory.AddAlias("away@example.test", "bob@elsewhere.test");
        using var client = await bench.ConnectAsync();
        await client.OpenAsync();
        Assert.StartsWith(expected, await client.CommandAsync($"RCPT TO:<{recipient}>"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_that_cannot_be_reached_knows_nobody_and_refuses_nobody_for_good()
    {
        await using var bench = await GatewayBench.StartAsync();
        using var client = await bench.ConnectAsync();
        await client.OpenAsync();
        bench.Storage.Directory.Faults.Unavailable = true;
        Assert.StartsWith("451 4.3.0 ", await client.CommandAsync("RCPT TO:<alice@example.test>"), StringComparison.Ordinal);
        bench.Storage.Directory.Faults.Unavailable = false;
        Assert.StartsWith("250 ", await client.CommandAsync("RCPT TO:<alice@example.test>"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mail_for_the_postmaster_goes_to_whom_the_operator_named()
    {
        await using var bench = await GatewayBench.StartAsync(o => o with { Postmaster = MailAddress.Parse("bob@example.test") });
        foreach (var postmaster in new[] { "Postmaster", "postmaster@mx.example.test" })
        {
            using var client = await bench.ConnectAsync();
            await client.BeginAsync(postmaster);
            var id = SmtpDialog.QueueIdOf(await client.CommandAsync(SmtpDialog.Text + "."));
            var recipient = Assert.Single((await bench.OpenAsync(id)).Envelope.Recipients);
            Assert.Equal("bob@example.test", recipient.Address.ToString());
            Assert.Equal("rfc822;postmaster@mx.example.test", recipient.OriginalRecipient, ignoreCase: true);
        }
    }

    [Fact]
    public async Task Without_a_postmaster_there_is_no_open_relay_for_one()
    {
        await using var bench = await GatewayBench.StartAsync();
        using var client = await bench.ConnectAsync();
        await client.OpenAsync();
        Assert.StartsWith("550 5.1.1 ", await client.CommandAsync("RCPT TO:<Postmaster>"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_of_the_postmaster_in_our_own_domain_is_one_like_any_other()
    {
        await using var bench = await GatewayBench.StartAsync(o => o with { HostName = "example.test" });
        bench.Storage.Directory.AddAlias("postmaster@example.test", "alice@example.test");
        using var client = await bench.ConnectAsync();
        await client.BeginAsync("Postmaster");
        var id = SmtpDialog.QueueIdOf(await client.CommandAsync(SmtpDialog.Text + "."));
        Assert.Equal("postmaster@example.test", (await bench.OpenAsync(id)).Envelope.Recipients[0].Address.ToString(), ignoreCase: true);
    }

    [Theory]
    [InlineData("begin")]
    [InlineData("write")]
    [InlineData("commit")]
    [InlineData("commit, applied")]
    [InlineData("enqueue")]
    [InlineData("enqueue, applied")]
    public async Task Storage_that_fails_is_451_and_the_retry_is_delivered_once(string step)
    {
        await using var bench = await GatewayBench.StartAsync();
        using var client = await bench.ConnectAsync();
        await client.OpenAsync();
        await client.CommandAsync("RCPT TO:<alice@example.test>");
        // Begin, our Received field, and the content in one piece are spool operations 1 to 3.
        var spool = bench.Storage.Spool.Faults;
        var queue = bench.Storage.Queues.Get(QueueNames.Incoming) as Mail.Testing.InMemoryWorkQueue;
        switch (step)
        {
            case "begin": spool.Fail(1); break;
            case "write": spool.Fail(3); break;
            case "commit": spool.Fail(4); break;
            case "commit, applied": spool.Fail(4, appliedFirst: true); break;
            case "enqueue": queue!.Faults.Fail(1); break;
            case "enqueue, applied": queue!.Faults.Fail(1, appliedFirst: true); break;
        }

        var reply = await client.CommandAsync("DATA");
        reply = step == "begin" ? reply : await client.CommandAsync(SmtpDialog.Text + ".");
        Assert.StartsWith("451 4.3.0 ", reply, StringComparison.Ordinal);

        using var retry = await bench.ConnectAsync();
        var id = SmtpDialog.QueueIdOf(await retry.SendMessageAsync());
        Assert.Equal([id], (await bench.SpooledAsync()).Select(e => e.QueueId!.Value));
        Assert.Contains(bench.Pointers, p => p.Contains(id.ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("commit, applied")]
    [InlineData("enqueue, applied")]
    public async Task A_message_told_451_is_withdrawn(string step)
    {
        await using var bench = await GatewayBench.StartAsync();
        using var client = await bench.ConnectAsync();
        await client.BeginAsync();
        if (step[0] == 'c')
        {
            bench.Storage.Spool.Faults.Fail(2, appliedFirst: true);
        }
        else
        {
            ((Mail.Testing.InMemoryWorkQueue)bench.Storage.Queues.Get(QueueNames.Incoming)).Faults.Fail(1, appliedFirst: true);
        }

        Assert.StartsWith("451 4.3.0 ", await client.CommandAsync(SmtpDialog.Text + "."), StringComparison.Ordinal);
        await GatewayBench.UntilAsync(async () => (await bench.SpooledAsync()) is [{ Withdrawn: true }], "the message is withdrawn");
    }
}
