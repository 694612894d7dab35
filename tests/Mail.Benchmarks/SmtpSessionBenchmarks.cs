using System.Buffers;
using System.IO.Pipelines;
using BenchmarkDotNet.Attributes;
using Mail.Core;
using Mail.Smtp;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mail.Benchmarks;

/// <summary>
/// A session in memory that takes <see cref="Messages"/> messages, client's side included: per message MAIL, RCPT, DATA and
/// <see cref="Octets"/> of content. The host does nothing.
/// </summary>
[MemoryDiagnoser]
public class SmtpSessionBenchmarks
{
    private const int Messages = 100;

    private static readonly SmtpServerOptions Options = new() { HostName = "mx.example.test" };
    private static readonly byte[] Greeting = "EHLO client.test\r\n"u8.ToArray();
    private static readonly byte[] Envelope = "MAIL FROM:<a@sender.test>\r\nRCPT TO:<b@example.test>\r\nDATA\r\n"u8.ToArray();

    private byte[] _wire = [];

    [Params(1024, 10 * 1024, 1024 * 1024)]
    public int Octets { get; set; }

    [GlobalSetup]
    public void Setup() => _wire = MessageText.Create(Octets);

    [Benchmark(OperationsPerInvoke = Messages)]
    public async Task Message()
    {
        var input = new Pipe(new PipeOptions(readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, useSynchronizationContext: false));
        var output = new Pipe(new PipeOptions(readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, useSynchronizationContext: false));
        var session = new SmtpSession(
            new Transport(input.Reader, output.Writer), new SmtpSessionInfo { Id = "1" }, new NullHost(), Options, TimeProvider.System, NullLogger.Instance)
            .RunAsync(CancellationToken.None);
        await SayAsync(input.Writer, output.Reader, Greeting);
        for (var i = 0; i < Messages; i++)
        {
            await SayAsync(input.Writer, output.Reader, Envelope);
            await SayAsync(input.Writer, output.Reader, _wire);
        }

        await input.Writer.CompleteAsync();
        await session;
    }

    private static async ValueTask SayAsync(PipeWriter input, PipeReader output, byte[] octets)
    {
        await input.WriteAsync(octets);
        var answer = await output.ReadAsync();
        output.AdvanceTo(answer.Buffer.End);
    }

    private sealed record Transport(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    private sealed class NullHost : ISmtpHost, ISmtpMessage
    {
        public ValueTask<SmtpReply?> ConnectAsync(SmtpSessionInfo session, CancellationToken cancellationToken) => default;

        public ValueTask<SmtpReply?> HeloAsync(SmtpSessionInfo session, CancellationToken cancellationToken) => default;

        public ValueTask<SmtpReply?> MailAsync(
            SmtpSessionInfo session, SmtpTransaction transaction, CancellationToken cancellationToken) => default;

        public ValueTask<SmtpReply?> RcptAsync(
            SmtpSessionInfo session, SmtpTransaction transaction, EnvelopeRecipient recipient, CancellationToken cancellationToken) => default;

        public ValueTask<ISmtpMessage> BeginMessageAsync(
            SmtpSessionInfo session, SmtpTransaction transaction, CancellationToken cancellationToken) => new(this);

        public ValueTask WriteAsync(ReadOnlySequence<byte> content, CancellationToken cancellationToken) => default;

        public ValueTask<SmtpReply> CommitAsync(CancellationToken cancellationToken) => new(SmtpReplies.Ok);

        public void Answered()
        {
            // Nothing is kept that could be forgotten now.
        }

        public ValueTask DisposeAsync() => default;
    }
}
