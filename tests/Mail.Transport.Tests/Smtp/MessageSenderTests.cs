using System.Text;
using Mail.Core;

namespace Mail.Transport.Tests;

public class MessageSenderTests
{
    [Theory(Timeout = 60_000)]
    [InlineData("PIPELINING,8BITMIME,CHUNKING")]
    [InlineData("PIPELINING,8BITMIME")]
    [InlineData("8BITMIME")]
    [InlineData("")]
    public async Task The_octets_arrive_unchanged(string extensions)
    {
        await using var world = new SenderWorld();
        world.Server.Extensions = extensions.Split(',', StringSplitOptions.RemoveEmptyEntries);

        var result = await world.SendAsync(world.Request("b@peer.test"));

        Assert.Equal((SendOutcome.Sent, "2.0.0", 250), (result.Recipients[0].Outcome, result.Recipients[0].Status, result.Recipients[0].Reply!.Code));
        Assert.Equal(SendScope.Message, result.Scope);
        Assert.Equal(SenderWorld.Message, Encoding.Latin1.GetString(Assert.Single(world.Server.Messages).Content));
        Assert.Contains("MAIL FROM:<a@sender.test>", world.Server.Messages[0].Mail, StringComparison.Ordinal);
    }

    /// <summary>Every place where one reply, or none, ends the attempt.</summary>
    [Theory(Timeout = 60_000)]
    [InlineData("(greeting)", "554 5.7.1 go away", SendOutcome.Temporary, "4.3.0", SendScope.Destination)]
    [InlineData("(greeting)", "421 4.3.2 not now", SendOutcome.Temporary, "4.3.2", SendScope.Destination)]
    [InlineData("(greeting)", "", SendOutcome.Temporary, "4.4.2", SendScope.Destination)]
    [InlineData("(greeting)", "HTTP/1.1 400 Bad Request", SendOutcome.Temporary, "4.5.0", SendScope.Destination)]
    [InlineData("LO", "550 5.7.1 bad name", SendOutcome.Permanent, "5.7.1", SendScope.Message)]
    [InlineData("LO", "450 4.7.1 unknown name", SendOutcome.Temporary, "4.7.1", SendScope.Destination)]
    [InlineData("EHLO", "", SendOutcome.Temporary, "4.4.2", SendScope.Destination)]
    [InlineData("MAIL", "450 4.7.1 greylisted", SendOutcome.Temporary, "4.7.1", SendScope.Message)]
    [InlineData("MAIL", "550 5.7.1 no", SendOutcome.Permanent, "5.7.1", SendScope.Message)]
    [InlineData("MAIL", "", SendOutcome.Temporary, "4.4.2", SendScope.Destination)]
    [InlineData("RCPT", "550 5.1.1 unknown", SendOutcome.Permanent, "5.1.1", SendScope.Message)]
    [InlineData("RCPT", "450 greylisted", SendOutcome.Temporary, "4.0.0", SendScope.Message)]
    [InlineData("RCPT", "552 too many", SendOutcome.Temporary, "4.0.0", SendScope.Message)]
    [InlineData("EHLO", "421 4.3.2 closing", SendOutcome.Temporary, "4.3.2", SendScope.Destination)]
    [InlineData("MAIL", "421 4.3.2 closing", SendOutcome.Temporary, "4.3.2", SendScope.Destination)]
    [InlineData("RCPT", "421 4.3.2 closing", SendOutcome.Temporary, "4.3.2", SendScope.Destination)]
    [InlineData("DATA", "421 4.3.2 closing", SendOutcome.Temporary, "4.3.2", SendScope.Destination)]
    [InlineData("RCPT", "", SendOutcome.Temporary, "4.4.2", SendScope.Destination)]
    [InlineData("DATA", "451 4.3.0 later", SendOutcome.Temporary, "4.3.0", SendScope.Message)]
    [InlineData("DATA", "554 5.5.1 none", SendOutcome.Permanent, "5.5.1", SendScope.Message)]
    [InlineData("DATA", "250 yes", SendOutcome.Temporary, "4.5.0", SendScope.Destination)]
    [InlineData(".", "451 4.3.0 later", SendOutcome.Temporary, "4.3.0", SendScope.Message)]
    [InlineData(".", "554 5.7.1 spam", SendOutcome.Permanent, "5.7.1", SendScope.Message)]
    [InlineData(".", "", SendOutcome.Temporary, "4.4.2", SendScope.Destination)]
    public async Task A_reply_decides(string stage, string reply, SendOutcome outcome, string status, SendScope scope)
    {
        await using var world = new SenderWorld();
        world.Server.Answer = command => command.StartsWith(stage, StringComparison.Ordinal) || (stage == "LO" && command.Contains("LO ", StringComparison.Ordinal)) ? reply : null;

        var result = await world.SendAsync(world.Request("b@peer.test", "c@peer.test"));

        Assert.All(result.Recipients, r => Assert.Equal((outcome, status), (r.Outcome, r.Status)));
        Assert.Equal(scope, result.Scope);
        Assert.Empty(world.Server.Messages);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Those_who_are_accepted_get_it_and_the_others_are_told(bool pipelining)
    {
        await using var world = new SenderWorld();
        world.Server.Extensions = pipelining ? ["PIPELINING"] : [];
        world.Server.Answer = command => command.Contains("<no@", StringComparison.Ordinal) ? "550-5.1.1 unknown\r\n550 5.1.1 here"
            : command.Contains("<later@", StringComparison.Ordinal) ? "451 4.7.1 later" : null;

        var result = await world.SendAsync(world.Request("yes@peer.test", "no@peer.test", "later@peer.test", "too@peer.test"));

        Assert.Equal(
            [SendOutcome.Sent, SendOutcome.Permanent, SendOutcome.Temporary, SendOutcome.Sent],
            result.Recipients.Select(r => r.Outcome));
        Assert.Equal("550 5.1.1 unknown here", result.Recipients[1].Reply!.ToString());
        Assert.Single(world.Server.Messages);
    }

    [Fact(Timeout = 60_000)]
    public async Task Parameters_are_passed_on_where_they_are_offered()
    {
        await using var world = new SenderWorld();
        var request = world.Request("b@peer.test") with
        {
            Body = BodyType.EightBitMime,
            Ret = DsnReturn.Headers,
            EnvId = "id+1 =x",
            Recipients = [new SendRecipient(MailAddress.Parse("\"b c\"@peer.test"), "rfc822;old one@x.test", DsnNotify.Success | DsnNotify.Failure), new SendRecipient(MailAddress.Parse("n@peer.test"), null, DsnNotify.Never)],
        };

        var result = await world.SendAsync(request);

        Assert.True(result.SupportsDsn);
        Assert.Equal($"MAIL FROM:<a@sender.test> SIZE={SenderWorld.Message.Length} BODY=8BITMIME RET=HDRS ENVID=id+2B1+20+3Dx", world.Server.Messages[0].Mail);
        Assert.Equal(
            ["RCPT TO:<\"b c\"@peer.test> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;old+20one@x.test", "RCPT TO:<n@peer.test> NOTIFY=NEVER"],
            world.Server.Messages[0].Recipients);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_null_reverse_path_stays_null()
    {
        await using var world = new SenderWorld();

        await world.SendAsync(world.Request("b@peer.test") with { ReversePath = null });

        Assert.StartsWith("MAIL FROM:<> ", world.Server.Messages[0].Mail, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_status_that_stands_on_each_line_is_kept_from_the_first()
    {
        await using var world = new SenderWorld();
        world.Server.Answer = command => command.StartsWith("RCPT", StringComparison.Ordinal) ? "550-5.1.1 no such\r\n550-5.1.1 user\r\n550 5.1.10 here" : null;

        var result = await world.SendAsync(world.Request("b@peer.test"));

        Assert.Equal("550 5.1.1 no such user 5.1.10 here", result.Recipients[0].Reply?.ToString());
    }

    /// <summary>As smtp-sink -A and some filters do: the refusal stands in our buffers while our own writing fails.</summary>
    [Theory(Timeout = 60_000)]
    [InlineData("552 5.3.4 too much", SendOutcome.Permanent, "5.3.4")]
    [InlineData("451 4.3.1 disk full", SendOutcome.Temporary, "4.3.1")]
    [InlineData("250 2.0.0 thank you", SendOutcome.Temporary, "4.4.2")]
    public async Task A_refusal_in_the_middle_of_the_content_counts_and_not_that_the_server_left(string reply, SendOutcome outcome, string status)
    {
        await using var world = new SenderWorld();
        world.Server.Answer = command => command == "DATA" ? $"354 go ahead\r\n{reply}" : null;
        world.Server.PauseInContent = lines => lines == 10 ? throw new IOException("it leaves") : Task.CompletedTask;
        var content = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(new string('x', 70) + "\r\n", 120_000)));

        var result = await world.SendAsync(SenderWorld.WithContent(world.Request("b@peer.test"), content) with { Size = content.Length });

        Assert.Equal((outcome, status), (result.Recipients[0].Outcome, result.Recipients[0].Status));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_message_that_is_too_large_is_not_begun()
    {
        await using var world = new SenderWorld();
        world.Server.Extensions = ["SIZE 10"];

        var result = await world.SendAsync(world.Request("b@peer.test"));

        Assert.Equal((SendOutcome.Permanent, "5.3.4"), (result.Recipients[0].Outcome, result.Recipients[0].Status));
        Assert.DoesNotContain(world.Server.Commands, command => command.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact(Timeout = 60_000)]
    public async Task Eight_bits_are_converted_for_a_server_that_takes_seven()
    {
        await using var world = new SenderWorld();
        world.Server.Extensions = [];
        var content = Encoding.UTF8.GetBytes("From: a@sender.test\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\ngrüße\r\n");

        await world.SendAsync(SenderWorld.WithContent(world.Request("b@peer.test"), content));

        var sent = Encoding.Latin1.GetString(world.Server.Messages[0].Content);
        Assert.True(Ascii.IsValid(sent));
        using var message = MimeKit.MimeMessage.Load(new MemoryStream(world.Server.Messages[0].Content), TestContext.Current.CancellationToken);
        Assert.Equal("grüße\n", message.TextBody!.ReplaceLineEndings("\n"));
    }

    [Fact(Timeout = 60_000)]
    public async Task An_address_beyond_ASCII_needs_a_server_that_takes_it()
    {
        await using var world = new SenderWorld();
        var request = world.Request("jürgen@peer.test");

        await world.SendAsync(request);
        await using var other = new SenderWorld();
        other.Server.Extensions = ["8BITMIME"];
        var refused = await other.SendAsync(other.Request("jürgen@peer.test"));

        Assert.Contains(" SMTPUTF8", world.Server.Messages[0].Mail, StringComparison.Ordinal);
        Assert.Equal((SendOutcome.Permanent, "5.6.7"), (refused.Recipients[0].Outcome, refused.Recipients[0].Status));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_message_of_very_many_parts_is_not_encoded_anew()
    {
        await using var world = new SenderWorld();
        world.Server.Extensions = [];
        var parts = string.Concat(Enumerable.Repeat("--b\r\n\r\n", 20_000));
        var content = Encoding.UTF8.GetBytes("Subject: \u00e4\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + parts + "--b--\r\n");

        var result = await world.SendAsync(SenderWorld.WithContent(world.Request("b@peer.test"), content) with { Body = BodyType.EightBitMime });

        Assert.Equal((SendOutcome.Permanent, "5.6.3"), (result.Recipients[0].Outcome, result.Recipients[0].Status));
        Assert.Empty(world.Server.Messages);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_lone_line_feed_cannot_end_the_message()
    {
        await using var world = new SenderWorld();
        var content = "Subject: x\r\n\r\na\n.\nMAIL FROM:<evil@x.test>\r.\r\nno line end"u8.ToArray();

        await world.SendAsync(SenderWorld.WithContent(world.Request("b@peer.test"), content));

        Assert.Equal(
            "Subject: x\r\n\r\na\r\n.\r\nMAIL FROM:<evil@x.test>\r\n.\r\nno line end\r\n", Encoding.Latin1.GetString(world.Server.Messages[0].Content));
        Assert.Single(world.Server.Commands, command => command.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact(Timeout = 60_000)]
    public async Task More_than_a_hundred_recipients_are_several_transactions()
    {
        await using var world = new SenderWorld();

        var result = await world.SendAsync(world.Request([.. Enumerable.Range(0, 230).Select(i => $"u{i}@peer.test")]));

        Assert.All(result.Recipients, r => Assert.Equal(SendOutcome.Sent, r.Outcome));
        Assert.Equal([100, 100, 30], world.Server.Messages.Select(m => m.Recipients.Count));
        Assert.Equal(1, world.Server.Connections);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_connection_is_used_again_and_a_dead_one_replaced()
    {
        await using var world = new SenderWorld();
        await world.SendAsync(world.Request("b@peer.test"));
        await world.SendAsync(world.Request("b@peer.test"));
        Assert.Equal(1, world.Server.Connections);

        world.Server.Answer = command => command == "RSET" ? "" : null;
        var result = await world.SendAsync(world.Request("b@peer.test"));

        Assert.Equal(SendOutcome.Sent, result.Recipients[0].Outcome);
        Assert.Equal((2, 3), (world.Server.Connections, world.Server.Messages.Count));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_kept_connection_that_breaks_before_the_content_does_not_count()
    {
        await using var world = new SenderWorld();
        await world.SendAsync(world.Request("b@peer.test"));
        var broken = 0;
        world.Server.Answer = command => command.StartsWith("MAIL", StringComparison.Ordinal) && Interlocked.Increment(ref broken) == 1 ? "" : null;

        var result = await world.SendAsync(world.Request("b@peer.test"));

        Assert.Equal((SendOutcome.Sent, 2), (result.Recipients[0].Outcome, world.Server.Connections));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_message_of_another_length_than_its_job_says_is_not_sent_as_whole()
    {
        await using var world = new SenderWorld();
        world.Server.Extensions = ["CHUNKING", "8BITMIME"];
        var request = world.Request("b@peer.test") with { Size = SenderWorld.Message.Length + 1 };

        var result = await world.SendAsync(request);

        Assert.Equal(SendOutcome.Temporary, result.Recipients[0].Outcome);
        Assert.Empty(world.Server.Messages);
    }

    [Fact(Timeout = 60_000)]
    public async Task Content_that_cannot_be_read_puts_off()
    {
        await using var world = new SenderWorld();

        var result = await world.SendAsync(world.Request("b@peer.test") with { OpenContent = _ => throw new StorageUnavailableException("away") });

        Assert.Equal((SendOutcome.Temporary, "4.3.0"), (result.Recipients[0].Outcome, result.Recipients[0].Status));
    }

    [Fact(Timeout = 60_000)]
    public async Task Nobody_listening_is_about_the_destination()
    {
        await using var world = new SenderWorld();
        var nobody = new Core.Transport { Pattern = "*", Kind = TransportKind.Smarthost, Host = "127.0.0.1", Port = 1 };

        var result = await world.SendAsync(world.Request("b@peer.test") with { Transport = nobody });

        Assert.Equal((SendOutcome.Temporary, "4.4.1", SendScope.Destination), (result.Recipients[0].Outcome, result.Recipients[0].Status, result.Scope));
    }

    [Fact(Timeout = 60_000)]
    public async Task The_next_server_is_asked_for_those_that_the_first_puts_off()
    {
        await using var world = new SenderWorld(zone: """{"peer.test": {"MX": ["10 one.test", "20 two.test"]}, "one.test": {"A": ["127.0.0.1"]}, "two.test": {"A": ["127.0.0.1"]}}""");
        var first = 0;
        world.Server.Answer = command => command.StartsWith("RCPT TO:<b@", StringComparison.Ordinal) && Interlocked.Increment(ref first) == 1 ? "450 4.2.0 not here" : null;

        var result = await world.SendAsync(world.Request("b@peer.test", "c@peer.test") with { Transport = Core.Transport.Default });

        Assert.All(result.Recipients, r => Assert.Equal(SendOutcome.Sent, r.Outcome));
        Assert.Equal(("two.test", 2), (result.Host, world.Server.Messages.Count));
    }

    [Fact(Timeout = 60_000)]
    public async Task Who_wants_to_stop_waits_for_the_reply_to_a_message_that_has_left()
    {
        await using var world = new SenderWorld();
        using var stop = new CancellationTokenSource();
        world.Server.Answer = command =>
        {
            if (command == ".")
            {
                stop.Cancel();
                Thread.Sleep(100);
            }

            return null;
        };

        var result = await world.Sender.SendAsync(world.Request("b@peer.test"), stop.Token);

        Assert.Equal(SendOutcome.Sent, result.Recipients[0].Outcome);
    }

    [Fact(Timeout = 60_000)]
    public async Task Who_stops_between_two_transactions_knows_what_the_first_came_to()
    {
        await using var world = new SenderWorld(SenderWorld.Options with { RecipientsPerTransaction = 1 });
        using var stop = new CancellationTokenSource();
        world.Server.Answer = command =>
        {
            if (command == ".")
            {
                stop.Cancel();
            }

            return null;
        };

        var result = await world.Sender.SendAsync(world.Request("b@peer.test", "c@peer.test"), stop.Token);

        Assert.Equal([SendOutcome.Sent, SendOutcome.Temporary], result.Recipients.Select(recipient => recipient.Outcome));
        Assert.Equal(SendScope.Message, result.Scope);
        Assert.Single(world.Server.Messages);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_server_that_says_more_than_it_was_asked_is_not_taken_at_its_word_for_the_next_message()
    {
        await using var world = new SenderWorld();
        world.Server.Extensions = ["8BITMIME", "CHUNKING"];
        var ends = 0;
        world.Server.Answer = command => command != "." ? null : ++ends == 1 ? "250 2.0.0 taken\r\n250 2.0.0 really" : "451 4.3.0 later";

        Assert.Equal(SendOutcome.Sent, (await world.SendAsync(world.Request("b@peer.test"))).Recipients[0].Outcome);
        Assert.Equal(SendOutcome.Temporary, (await world.SendAsync(world.Request("b@peer.test"))).Recipients[0].Outcome);
    }

    [Fact(Timeout = 60_000)]
    public async Task Nor_for_the_next_recipients_of_the_same_message()
    {
        await using var world = new SenderWorld(SenderWorld.Options with { RecipientsPerTransaction = 1 });
        world.Server.Extensions = ["8BITMIME", "CHUNKING"];
        var ends = 0;
        world.Server.Answer = command => command != "." ? null : ++ends == 1 ? "250 2.0.0 taken\r\n250 2.0.0 really" : "451 4.3.0 later";

        var result = await world.SendAsync(world.Request("b@peer.test", "c@peer.test"));

        Assert.Equal([SendOutcome.Sent, SendOutcome.Temporary], result.Recipients.Select(recipient => recipient.Outcome));
    }

    /// <summary>The last octet of BDAT is the end of the message: what the client does after it, such as to look whether there is more, stops nothing.</summary>
    [Fact(Timeout = 60_000)]
    public async Task Who_stops_when_the_last_octet_of_a_chunk_is_out_waits_for_the_answer()
    {
        await using var world = new SenderWorld();
        world.Server.Extensions = ["8BITMIME", "CHUNKING"];
        using var stop = new CancellationTokenSource();
        var content = Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat(SenderWorld.Message, 40_000)));
        var request = SenderWorld.WithContent(world.Request("b@peer.test"), content);

        var result = await world.Sender.SendAsync(
            request with { OpenContent = _ => ValueTask.FromResult<Stream>(new StopsAtEnd(content, stop)) }, stop.Token);

        Assert.True(stop.IsCancellationRequested);
        Assert.Equal(SendOutcome.Sent, result.Recipients[0].Outcome);
        Assert.Single(world.Server.Messages);
    }

    /// <summary>As Postfix does: the transaction goes on after a refused DATA, and a second MAIL in it is an error for good.</summary>
    [Fact(Timeout = 60_000)]
    public async Task After_a_refused_DATA_the_next_transaction_begins_anew()
    {
        await using var world = new SenderWorld(SenderWorld.Options with { RecipientsPerTransaction = 1 });
        var (isOpen, datas) = (false, 0);
        world.Server.Answer = command =>
        {
            var isNested = isOpen && command.StartsWith("MAIL", StringComparison.Ordinal);
            isOpen = command.StartsWith("MAIL", StringComparison.Ordinal) || (isOpen && command is not ("RSET" or "."));
            return isNested ? "503 5.5.1 nested MAIL command" : command == "DATA" && ++datas == 1 ? "451 4.7.1 later" : null;
        };

        var result = await world.SendAsync(world.Request("b@peer.test", "c@peer.test"));

        Assert.Equal([SendOutcome.Temporary, SendOutcome.Sent], result.Recipients.Select(recipient => recipient.Outcome));
    }

    [Fact(Timeout = 60_000)]
    public async Task Who_stops_before_the_content_is_out_has_sent_nothing()
    {
        await using var world = new SenderWorld();
        using var stop = new CancellationTokenSource();
        world.Server.Answer = command =>
        {
            if (command.StartsWith("RCPT", StringComparison.Ordinal))
            {
                stop.Cancel();
            }

            return null;
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => world.Sender.SendAsync(world.Request("b@peer.test"), stop.Token));

        Assert.Empty(world.Server.Messages);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(TransportKind.Discard)]
    [InlineData(TransportKind.Error)]
    public async Task A_transport_that_goes_nowhere_is_a_bug_here_and_connects_to_nobody(TransportKind kind)
    {
        await using var world = new SenderWorld();
        var request = world.Request("b@peer.test") with { Transport = new Core.Transport { Pattern = "x", Kind = kind, Text = "moved away" } };

        await Assert.ThrowsAsync<ArgumentException>(() => world.SendAsync(request));

        Assert.Equal(0, world.Server.Connections);
    }

    /// <summary>Somebody wants to stop between the last octet and the read that finds no more.</summary>
    private sealed class StopsAtEnd(byte[] content, CancellationTokenSource stop) : MemoryStream(content, writable: false)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position == Length)
            {
                await stop.CancelAsync();
            }

            return await base.ReadAsync(buffer, cancellationToken);
        }
    }
}
