using Mail.Core;
using MimeKit;

namespace Mail.Processing.Tests;

public class ReplyTests
{
    private const string ToAlice = "From: X <x@sender.test>\r\nTo: Alice <alice@example.test>\r\nSubject: hi\r\nMessage-ID: <1@sender.test>\r\nReferences: <0@sender.test>\r\n\r\nHello\r\n";

    private readonly FlowWorld _world = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private void Add(string actions, string test = "true") =>
        _world.Storage.Rules.Add(RuleScope.OfAccount(_world.Alice.AccountId), "r1", test, actions);

    private async Task<RecipientRecord> DeliverAsync(
        string message = ToAlice, string? from = "x@sender.test", string recipients = "alice@example.test")
    {
        var id = await _world.SpoolAsync(recipients, from, message);
        await _world.RunAsync(id);
        return (await _world.RecordAsync(id)).Recipients[0];
    }

    /// <summary>What was sent because of messages, in no order.</summary>
    private async Task<List<(Envelope Envelope, MimeMessage Message)>> SentAsync()
    {
        var sent = new List<(Envelope, MimeMessage)>();
        foreach (var pointer in await _world.TakeIncomingAsync())
        {
            Assert.Equal(1, pointer.Attempt);
            await using var spooled = await _world.Storage.Spool.OpenAsync(pointer.QueueId, Token);
            sent.Add((spooled!.Envelope, await MimeMessage.LoadAsync(spooled.Content, Token)));
        }

        return sent;
    }

    [Fact]
    public async Task An_absent_owner_answers_a_sender_once()
    {
        Add("vacation :days 7 \"Ich bin im Urlaub. Grüße\";");
        var record = await DeliverAsync();
        Assert.StartsWith("vacation answers as ", record.Detail, StringComparison.Ordinal);
        Assert.Single(await _world.MailAsync(_world.Alice));

        var (envelope, answer) = Assert.Single(await SentAsync());
        Assert.Null(envelope.ReversePath);
        Assert.Equal("x@sender.test", Assert.Single(envelope.Recipients).Address.ToString());
        Assert.Equal(DsnNotify.Never, envelope.Recipients[0].Notify);
        Assert.Equal("auto-replied", answer.Headers["Auto-Submitted"]);
        Assert.Equal("alice@example.test", answer.From.Mailboxes.Single().Address);
        Assert.Equal("x@sender.test", answer.To.Mailboxes.Single().Address);
        Assert.Equal("Auto: hi", answer.Subject);
        Assert.Equal("1@sender.test", answer.InReplyTo);
        Assert.Equal(["0@sender.test", "1@sender.test"], answer.References);
        Assert.Equal("Ich bin im Urlaub. Grüße", answer.TextBody!.Trim());

        Assert.Contains("the sender has been answered", (await DeliverAsync()).Detail, StringComparison.Ordinal);
        Assert.Empty(await SentAsync());
        await DeliverAsync(from: "y@sender.test");
        Assert.Single(await SentAsync());
        _world.Time.Advance(TimeSpan.FromDays(7));
        await DeliverAsync();
        Assert.Single(await SentAsync());
    }

    [Theory]
    [InlineData("Auto-Submitted: auto-replied\r\n")]
    [InlineData("Auto-Submitted: auto-generated; x=y\r\n")]
    [InlineData("Precedence: bulk\r\n")]
    [InlineData("Precedence: List\r\n")]
    [InlineData("List-Id: <dev.lists.test>\r\n")]
    [InlineData("List-Unsubscribe: <mailto:x@y.test>\r\n")]
    [InlineData("X-Auto-Response-Suppress: DR, OOF\r\n")]
    public async Task Programs_and_lists_are_not_answered(string field)
    {
        Add("vacation \"away\";");
        Assert.StartsWith("vacation does not answer: ", (await DeliverAsync(field + ToAlice)).Detail, StringComparison.Ordinal);
        Assert.Empty(await SentAsync());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("MAILER-DAEMON@sender.test")]
    [InlineData("owner-dev@lists.test")]
    [InlineData("dev-request@lists.test")]
    [InlineData("dev-bounces+alice=example.test@lists.test")]
    [InlineData("no-reply@shop.test")]
    [InlineData("alice@example.test")]
    public async Task Senders_who_read_nothing_are_not_answered(string? from)
    {
        Add("vacation \"away\";");
        Assert.StartsWith("vacation does not answer: ", (await DeliverAsync(from: from)).Detail, StringComparison.Ordinal);
        Assert.Empty(await SentAsync());
    }

    [Fact]
    public async Task What_is_not_addressed_to_the_owner_is_not_answered()
    {
        Add("vacation \"away\";");
        Assert.Contains("not addressed", (await DeliverAsync(FlowWorld.Message)).Detail, StringComparison.Ordinal);
        Assert.Empty(await SentAsync());
    }

    [Theory]
    [InlineData("alice+lists@example.test", "alice+lists@example.test", "")]
    [InlineData("sales@example.test", "sales@example.test", "")]
    [InlineData("me@elsewhere.test", "alice@example.test", ":addresses \"me@elsewhere.test\" ")]
    public async Task Every_address_of_the_owner_counts(string to, string recipient, string argument)
    {
        _world.Storage.Directory.AddAlias("sales@example.test", "alice@example.test");
        Add($"vacation {argument}\"away\";");
        await DeliverAsync(ToAlice.Replace("alice@example.test", to, StringComparison.Ordinal), recipients: recipient);
        Assert.Single(await SentAsync());
    }

    [Fact]
    public async Task The_address_of_a_list_of_several_is_nobodys()
    {
        _world.Storage.Directory.AddAlias("team@example.test", "alice@example.test", "bob@example.test");
        Add("vacation \"away\";");
        await DeliverAsync(ToAlice.Replace("alice@", "team@", StringComparison.Ordinal), recipients: "team@example.test");
        Assert.Empty(await SentAsync());
    }

    [Fact]
    public async Task Nobody_answers_in_anothers_name()
    {
        Add("vacation :from \"Boss <bob@example.test>\" \"away\";");
        await DeliverAsync();
        Assert.Equal("alice@example.test", Assert.Single(await SentAsync()).Message.From.Mailboxes.Single().Address);
    }

    [Fact]
    public async Task An_answer_may_come_from_any_address_of_the_owner_be_MIME_and_leave_a_copy()
    {
        _world.Storage.Directory.AddAlias("sales@example.test", "alice@example.test");
        Add("vacation :from \"Sales <sales@example.test>\" :subject \"Away\" :fcc \"Sent\" :mime \"Content-Type: text/html; charset=utf-8\r\n\r\n<b>away</b>\";");
        await DeliverAsync();
        var (_, answer) = Assert.Single(await SentAsync());
        Assert.Equal("\"Sales\" <sales@example.test>", answer.From.ToString());
        Assert.Equal(("Away", "<b>away</b>"), (answer.Subject, answer.HtmlBody!.Trim()));
        var copy = Assert.Single(await _world.MailAsync(_world.Alice, "Sent"));
        Assert.Equal("Away", copy.Summary.Subject);
    }

    [Fact]
    public async Task Nothing_in_a_subject_becomes_a_field()
    {
        Add("vacation \"away\";");
        await DeliverAsync(ToAlice.Replace("Subject: hi", "Subject: =?utf-8?q?hi=0D=0ABcc:_evil@sender.test?=", StringComparison.Ordinal));
        var (envelope, answer) = Assert.Single(await SentAsync());
        Assert.Empty(answer.Bcc);
        Assert.Single(envelope.Recipients);
        Assert.StartsWith("Auto: hi", answer.Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rejected_message_is_told_to_its_sender_and_not_kept()
    {
        Add("reject \"I do not want this\";");
        var record = await DeliverAsync();
        Assert.Equal(RecipientOutcome.Discarded, record.Outcome);
        Assert.StartsWith("rejected: rule r1@", record.Detail, StringComparison.Ordinal);
        Assert.Contains("its sender is told as ", record.Detail, StringComparison.Ordinal);
        Assert.Empty(await _world.MailAsync(_world.Alice));
        var (envelope, notice) = Assert.Single(await SentAsync());
        Assert.Null(envelope.ReversePath);
        Assert.Equal("x@sender.test", envelope.Recipients[0].Address.ToString());
        Assert.Contains("alice@example.test Failed 5.7.1", notice.TextBody, StringComparison.Ordinal);
        Assert.Equal("Headers", notice.Headers["X-Return"]);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("List-Id: <dev.lists.test>\r\n", "x@sender.test")]
    [InlineData("Auto-Submitted: auto-generated\r\n", "x@sender.test")]
    public async Task Where_nobody_may_be_told_a_rejected_message_is_kept(string field, string? from)
    {
        Add("ereject \"I do not want this\";");
        var record = await DeliverAsync(field + ToAlice, from);
        Assert.Equal(RecipientOutcome.Delivered, record.Outcome);
        Assert.Contains("not rejected: ", Assert.Single(await _world.MailAsync(_world.Alice)).Decision.Sort, StringComparison.Ordinal);
        Assert.Empty(await SentAsync());
    }

    [Fact]
    public async Task A_notice_tells_others_that_a_message_came()
    {
        Add("notify :importance \"1\" :message \"New: important\" \"mailto:pager@far.test?cc=bob@example.test&x-what=this\";");
        await DeliverAsync();
        Assert.Single(await _world.MailAsync(_world.Alice));
        var (envelope, notice) = Assert.Single(await SentAsync());
        Assert.Equal("alice@example.test", envelope.ReversePath?.ToString());
        Assert.Equal(["pager@far.test", "bob@example.test"], envelope.Recipients.Select(recipient => recipient.Address.ToString()));
        Assert.Equal("auto-notified; owner-email=\"alice@example.test\"", notice.Headers["Auto-Submitted"]);
        Assert.Equal("New: important", notice.Subject);
        Assert.Equal("this", notice.Headers["x-what"]);
        Assert.Contains("From: X", notice.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_message_makes_no_more_than_four_notices()
    {
        Add(string.Concat(Enumerable.Range(0, 10).Select(i => $"notify \"mailto:p{i}@far.test\";")));
        Assert.Contains("more than 4 notices of one message", (await DeliverAsync()).Detail, StringComparison.Ordinal);
        Assert.Equal(4, (await SentAsync()).Count);
    }

    [Fact]
    public async Task A_notice_of_a_bounce_has_no_sender_either_and_notices_tell_nobody()
    {
        Add("notify \"mailto:pager@far.test\";");
        await DeliverAsync(from: null);
        Assert.Null(Assert.Single(await SentAsync()).Envelope.ReversePath);
        await DeliverAsync("Auto-Submitted: auto-notified; owner-email=\"x@y.test\"\r\n" + ToAlice);
        Assert.Empty(await SentAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whatever_operation_fails_a_second_run_does_each_action_once(bool appliedFirst)
    {
        for (var operation = 1; ; operation++)
        {
            var world = new ReplyTests();
            world.Add("redirect :copy \"bob@far.test\"; fileinto \"A\"; fileinto \"B\"; vacation \"away\"; notify \"mailto:pager@far.test\";", "not duplicate");
            if (await world.SurvivesAsync(operation, appliedFirst))
            {
                Assert.True(operation > 15, $"only {operation} operations were tried");
                return;
            }
        }
    }

    /// <returns>True when nothing failed any more.</returns>
    private async Task<bool> SurvivesAsync(int operation, bool appliedFirst)
    {
        var id = await _world.SpoolAsync("alice@example.test", message: ToAlice);
        _world.Storage.Faults.Fail(operation, appliedFirst);
        var failed = false;
        for (var run = 1; run == 1 || failed; run++)
        {
            try
            {
                await _world.RunAsync(id, dequeueCount: run);
                break;
            }
            catch (StorageUnavailableException)
            {
                Assert.True(run < 3, $"operation {operation} failed more than once");
                failed = true;
            }
        }

        var used = _world.Storage.Faults.Operations;
        _world.Storage.Faults.Fail(int.MaxValue);
        var mail = await _world.MailAsync(_world.Alice);
        Assert.Equal(["A", "B"], mail.Select(message => message.Folder).Order());
        Assert.Single(await _world.Storage.Outbound.ListAsync(id, Token).ToListAsync(Token));
        var sent = await SentAsync();
        Assert.Equal(2, sent.Select(message => message.Envelope.QueueId).Distinct().Count());
        Assert.Equal(2, await _world.Storage.Spool.ListAsync(null, Token).CountAsync(entry => entry.QueueId != id, Token));
        return !failed && operation > used;
    }

    [Theory]
    [InlineData("\"abc", "x@sender.test")]
    [InlineData("(c", "\"a b\"@b.test")]
    [InlineData("a@[", "x@[127.0.0.1]")]
    [InlineData("a@(x", "x@[IPv6:2001:db8::1]")]
    [InlineData(".", "\"\\\\\"@c.test")]
    [InlineData("a@\"b", "\"<>,\"@c.test")]
    public async Task Whatever_senders_call_themselves_and_their_messages_they_are_answered(string messageId, string from)
    {
        Add("vacation \"away\"; notify \"mailto:pager@far.test\";");
        var record = await DeliverAsync(ToAlice.Replace("<1@sender.test>", $"<{messageId}>", StringComparison.Ordinal), from);
        Assert.Contains("vacation answers as ", record.Detail, StringComparison.Ordinal);
        Assert.Contains(await SentAsync(), sent => sent.Envelope.Recipients[0].Address.ToString() == from);
    }

    [Fact]
    public async Task A_reply_in_MIME_has_the_fields_of_its_content_and_no_others()
    {
        Add("vacation :mime \"From: bob@example.test\r\nAuto-Submitted: no\r\nBcc: z@far.test\r\nContent-Type: text/html\r\n\r\n<b>away</b>\";");
        await DeliverAsync();
        var (_, answer) = Assert.Single(await SentAsync());
        Assert.Equal("<b>away</b>", answer.HtmlBody!.Trim());
        Assert.Equal("alice@example.test", Assert.Single(answer.Headers, header => header.Id == HeaderId.From).Value);
        Assert.Equal("auto-replied", Assert.Single(answer.Headers, header => header.Id == HeaderId.AutoSubmitted).Value);
        Assert.DoesNotContain(answer.Headers, header => header.Id == HeaderId.Bcc);
    }

    [Theory]
    [InlineData("vacation \"away\";")]
    [InlineData("reject \"no\";")]
    [InlineData("notify \"mailto:pager@far.test\";")]
    public async Task Nothing_leaves_because_of_spam(string actions)
    {
        _world.Screen.Verdict = new ScreenVerdict("spam: 0.99") { MayBeForwarded = false };
        Add(actions);
        Assert.Contains("spam: 0.99", (await DeliverAsync()).Detail, StringComparison.Ordinal);
        Assert.Single(await _world.MailAsync(_world.Alice));
        Assert.Empty(await SentAsync());
    }

    [Theory]
    [InlineData("vacation \"away\";", SenderStanding.Forged, 0)]
    [InlineData("vacation \"away\";", SenderStanding.Unverified, 1)]
    [InlineData("reject \"no\";", SenderStanding.Forged, 0)]
    [InlineData("reject \"no\";", SenderStanding.Unverified, 0)]
    [InlineData("reject \"no\";", SenderStanding.Verified, 1)]
    public async Task Only_senders_who_are_who_they_say_are_told_of_a_rejection(string actions, SenderStanding sender, int sent)
    {
        _world.Screen.Verdict = new ScreenVerdict("ham") { Standing = sender };
        Add(actions);
        var record = await DeliverAsync();
        Assert.Equal(sent, (await SentAsync()).Count);
        if (sent == 0)
        {
            Assert.Contains("sender.test", record.Detail, StringComparison.Ordinal);
            Assert.Single(await _world.MailAsync(_world.Alice));
        }
    }

    [Fact]
    public async Task A_notice_to_oneself_arrives_beside_its_copy()
    {
        Add("notify :fcc \"Sent\" \"mailto:alice@example.test\";");
        await DeliverAsync();
        var pointer = Assert.Single(await _world.TakeIncomingAsync());
        await _world.RunAsync(pointer.QueueId, pointer.Attempt);
        Assert.Equal(2, (await _world.MailAsync(_world.Alice, "INBOX")).Count);
        Assert.Single(await _world.MailAsync(_world.Alice, "Sent"));
    }

    [Fact]
    public async Task A_message_that_is_in_the_mailbox_is_not_rejected_by_a_later_rule()
    {
        _world.Storage.Directory.AddAlias("team@example.test", "alice@example.test", "bob@example.test");
        await _world.Storage.Directory.UpdateAccountAsync(_world.Bob with { QuotaBytes = 10 }, Token);
        var id = await _world.SpoolAsync("team@example.test", message: ToAlice);
        await _world.RunAsync(id);
        await _world.TakeIncomingAsync();
        Add("reject \"no\";");
        await _world.RunAsync(id, attempt: 1);
        Assert.DoesNotContain(await _world.TakeIncomingAsync(), pointer => pointer.QueueId != id);
        Assert.Contains("not rejected: an earlier run has delivered it", (await _world.RecordAsync(id)).Recipients[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_notice_that_tells_the_time_is_one_notice_in_two_runs()
    {
        Add("notify :message \"at ${1}\" \"mailto:pager@far.test\"; notify :message \"again\" \"mailto:pager@far.test\";", "currentdate :matches \"time\" \"*\"");
        var id = await _world.SpoolAsync("alice@example.test", message: ToAlice);
        await _world.RunAsync(id);
        // A run that died before its record.
        await _world.Storage.Log.DeleteAsync(id, Token);
        _world.Time.Advance(TimeSpan.FromSeconds(30));
        await _world.RunAsync(id, dequeueCount: 2);
        Assert.Equal(2, (await SentAsync()).Select(sent => sent.Envelope.QueueId).Distinct().Count());
    }

    [Fact]
    public async Task A_rejection_that_cannot_be_written_waits_and_the_message_is_on_record()
    {
        Add("reject \"no\";");
        _world.NoticeWriter.Fault = new InvalidOperationException("a fault of ours");
        var id = await _world.SpoolAsync("alice@example.test bob@example.test", message: ToAlice);
        Assert.Equal(MessageState.Deferred, (await _world.RunAsync(id)).State);
        Assert.Equal([RecipientOutcome.Deferred, RecipientOutcome.Delivered], (await _world.RecordAsync(id)).Recipients.Select(recipient => recipient.Outcome));
        await _world.TakeIncomingAsync();
        _world.NoticeWriter.Fault = null;
        await _world.RunAsync(id, attempt: 1);
        Assert.Equal("x@sender.test", Assert.Single(await SentAsync()).Envelope.Recipients[0].Address.ToString());
        Assert.Equal(RecipientOutcome.Discarded, (await _world.RecordAsync(id)).Recipients[0].Outcome);
    }
}
