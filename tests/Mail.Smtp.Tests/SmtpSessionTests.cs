using System.Buffers;
using Mail.Core;

namespace Mail.Smtp.Tests;

public class SmtpSessionTests
{
    private const string Greeting = "220 mx.example.test ESMTP\r\n";
    private const string Envelope = "MAIL FROM:<a@sender.test>\r\nRCPT TO:<b@example.test>\r\n";
    private const string EnvelopeOk = "250 2.1.0 Ok\r\n250 2.1.5 Ok\r\n";
    private const string StartMail = "354 End data with <CR><LF>.<CR><LF>\r\n";
    private const string OutOfStep = "521 5.5.0 SMTP protocol synchronization\r\n";

    [Fact]
    public async Task Refuses_a_client_that_talks_before_the_greeting_when_told_to()
    {
        await using var session = new MemorySession(new RecordingHost(), Strict, early: "EHLO client.test\r\n");
        Assert.Equal(OutOfStep, await session.ReadToEndAsync());
    }

    [Theory]
    [InlineData("EHLO client.test\r\nMAIL FROM:<a@sender.test>\r\n")]
    [InlineData("HELO client.test\r\nX")]
    [InlineData("NOOP\r\nNOOP\r\n")]
    [InlineData("VRFY a\r\n\r\n")]
    public async Task Refuses_input_behind_a_command_that_ends_its_group_when_told_to(string input)
    {
        await using var session = new MemorySession(new RecordingHost(), Strict);
        Assert.Equal(Greeting, await session.ReadToAsync(Greeting));
        session.Send(input);
        Assert.Equal(OutOfStep, await session.ReadToEndAsync());
    }

    [Fact]
    public async Task Refuses_content_that_does_not_wait_for_354_when_told_to()
    {
        var host = new RecordingHost();
        await using var session = await GreetAsync(host, Strict);
        session.Send(Envelope + "DATA\r\nSubject: x\r\n\r\n.\r\n");
        Assert.Equal(EnvelopeOk + OutOfStep, await session.ReadToEndAsync());
        Assert.DoesNotContain(host.Events, e => e.StartsWith("begin", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Takes_content_that_does_not_wait_for_354()
    {
        await using var session = await GreetAsync(new RecordingHost());
        session.Send(Envelope + "DATA\r\nSubject: x\r\n\r\n.\r\nQUIT\r\n");
        Assert.Equal(EnvelopeOk + StartMail + "250 2.0.0 Ok: queued as 1\r\n221 2.0.0 Bye\r\n", await session.ReadToEndAsync());
    }

    [Fact]
    public async Task Answers_of_a_pipelined_group_go_out_in_one_flush()
    {
        await using var session = await GreetAsync(new RecordingHost());
        session.Send("MAIL FROM:<a@sender.test>\r\n" + string.Concat(Enumerable.Repeat("RCPT TO:<b@example.test>\r\n", 20)));
        var result = await session.Connection.ClientInput.ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal("250 2.1.0 Ok\r\n".Length * 21, result.Buffer.Length);
        session.Connection.ClientInput.AdvanceTo(result.Buffer.End);
    }

    [Fact]
    public async Task An_answer_that_nobody_took_is_not_answered()
    {
        var host = new RecordingHost();
        await using var session = await GreetAsync(host);
        session.Send(Envelope + "DATA\r\n");
        await session.ReadToAsync(StartMail);
        await session.Connection.ClientInput.CompleteAsync();
        session.Send("x\r\n.\r\n");
        await session.Ended;
        Assert.Equal(["begin 1 ESMTP client.test", @"commit ""x\r\n"""], host.Events[2..]);
    }

    [Fact]
    public async Task A_message_that_is_committed_while_the_session_is_aborted_is_not_answered()
    {
        var host = new RecordingHost();
        await using var session = await GreetAsync(host);
        session.Send(Envelope + "DATA\r\n");
        await session.ReadToAsync(StartMail);
        host.Committing = session.Session.Abort;
        session.Send("x\r\n.\r\n");
        Assert.Equal("", await session.ReadToEndAsync());
        await session.Ended;
        Assert.Equal(["begin 1 ESMTP client.test", @"commit ""x\r\n"""], host.Events[2..]);
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_given_up()
    {
        // Room for less than one answer to EHLO.
        await using var session = new MemorySession(new RecordingHost(), outputLimit: 64);
        await session.ReadToAsync(Greeting);
        session.Send("EHLO client.test\r\n");
        Assert.False(session.Ended.IsCompleted);
        session.Clock.Advance(TimeSpan.FromMinutes(5));
        await session.Ended;
    }

    [Fact]
    public async Task A_client_that_reads_at_last_is_not_given_up()
    {
        await using var session = new MemorySession(new RecordingHost(), outputLimit: 64);
        await session.ReadToAsync(Greeting);
        session.Send("EHLO client.test\r\n");
        session.Clock.Advance(TimeSpan.FromMinutes(4));
        await session.ReadToAsync("CHUNKING\r\n");
        session.Clock.Advance(TimeSpan.FromMinutes(4));
        session.Send("NOOP\r\n");
        Assert.Equal("250 2.0.0 Ok\r\n", await session.ReadToAsync("Ok\r\n"));
    }

    [Fact]
    public async Task Abort_cancels_the_call_of_the_host_and_says_nothing()
    {
        await using var session = await GreetAsync(new StuckHost());
        session.Send("MAIL FROM:<a@sender.test>\r\n");
        session.Session.Abort();
        Assert.Equal("", await session.ReadToEndAsync());
        await session.Ended;
    }

    [Fact]
    public async Task A_large_message_reaches_the_host_in_blocks()
    {
        var host = new CountingHost();
        await using var session = await GreetAsync(host);
        session.Send(Envelope + "DATA\r\n");
        await session.ReadToAsync(StartMail);
        for (var i = 0; i < 1000; i++)
        {
            session.Send(new string('x', 998) + "\r\n");
        }

        session.Send(".\r\n");
        await session.ReadToAsync("250 2.0.0 Ok\r\n");
        Assert.Equal(1_000_000, host.Octets);
        Assert.InRange(host.Largest, 1, 64 * 1024);
        Assert.InRange(host.Writes, 1, 16);
    }

    private static SmtpServerOptions Strict(SmtpServerOptions options) => options with { RefuseImproperPipelining = true };

    private static async Task<MemorySession> GreetAsync(ISmtpHost host, Func<SmtpServerOptions, SmtpServerOptions>? configure = null)
    {
        var session = new MemorySession(host, configure);
        await session.ReadToAsync(Greeting);
        session.Send("EHLO client.test\r\n");
        await session.ReadToAsync("CHUNKING\r\n");
        return session;
    }

    private sealed class StuckHost : ISmtpHost
    {
        public ValueTask<SmtpReply?> ConnectAsync(SmtpSessionInfo session, CancellationToken cancellationToken) => default;

        public ValueTask<SmtpReply?> HeloAsync(SmtpSessionInfo session, CancellationToken cancellationToken) => default;

        public async ValueTask<SmtpReply?> MailAsync(
            SmtpSessionInfo session, SmtpTransaction transaction, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return null;
        }

        public ValueTask<SmtpReply?> RcptAsync(
            SmtpSessionInfo session, SmtpTransaction transaction, EnvelopeRecipient recipient, CancellationToken cancellationToken) => default;

        public ValueTask<ISmtpMessage> BeginMessageAsync(
            SmtpSessionInfo session, SmtpTransaction transaction, CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    private sealed class CountingHost : ISmtpHost, ISmtpMessage
    {
        public long Octets { get; private set; }

        public long Largest { get; private set; }

        public int Writes { get; private set; }

        public ValueTask<SmtpReply?> ConnectAsync(SmtpSessionInfo session, CancellationToken cancellationToken) => default;

        public ValueTask<SmtpReply?> HeloAsync(SmtpSessionInfo session, CancellationToken cancellationToken) => default;

        public ValueTask<SmtpReply?> MailAsync(
            SmtpSessionInfo session, SmtpTransaction transaction, CancellationToken cancellationToken) => default;

        public ValueTask<SmtpReply?> RcptAsync(
            SmtpSessionInfo session, SmtpTransaction transaction, EnvelopeRecipient recipient, CancellationToken cancellationToken) => default;

        public ValueTask<ISmtpMessage> BeginMessageAsync(
            SmtpSessionInfo session, SmtpTransaction transaction, CancellationToken cancellationToken) => new(this);

        public ValueTask WriteAsync(ReadOnlySequence<byte> content, CancellationToken cancellationToken)
        {
            Writes++;
            Octets += content.Length;
            Largest = Math.Max(Largest, content.Length);
            return default;
        }

        public ValueTask<SmtpReply> CommitAsync(CancellationToken cancellationToken) => new(SmtpReplies.Ok);

        public void Answered()
        {
            // Counting only.
        }

        public ValueTask DisposeAsync() => default;
    }
}
