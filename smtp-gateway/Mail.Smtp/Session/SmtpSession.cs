using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using Microsoft.Extensions.Logging;

namespace Mail.Smtp;

/// <summary>
/// One SMTP session on one connection (RFC 5321), from the greeting to the close. Give it a new <see cref="SmtpSessionInfo"/> and call
/// <see cref="RunAsync"/> once.
/// </summary>
/// <remarks>
/// <see cref="ISmtpMessage.Answered"/> is called when the transport's flush has completed. A transport that buffers output completes it
/// before the network has anything. Kestrel's sockets complete it behind the send when <c>SocketTransportOptions.MaxWriteBufferSize</c> is 1,
/// which costs nothing that can be measured here: answers are flushed in groups anyway.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "RunAsync releases everything at its end; before it, there is nothing but memory.")]
public sealed partial class SmtpSession
{
    // Pipelined answers are sent together, but not more than fit into a few packets.
    private const int FlushThreshold = 4096;

    private readonly SmtpConnection _connection;
    private readonly SmtpSessionInfo _info;
    private readonly SmtpServerOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly GuardedHost _host;
    private readonly CancellationTokenSource _abort = new();
    private readonly SessionCounters _counters;

    private readonly ISmtpTls? _tls;

    private CommandLineReader _lines;
    private SmtpState _state = SmtpState.Connected;
    private SmtpVerb _verb;
    private SessionEnd? _end;
    private SmtpTransaction? _transaction;
    private CancellationToken _drain;

    /// <summary>The message being received in chunks, or committed and about to be answered; otherwise <c>null</c>.</summary>
    private IncomingContent? _content;

    /// <param name="tls">For STARTTLS; <c>null</c> when it is not offered. A connection that is TLS already says so in <paramref name="info"/>.</param>
    public SmtpSession(
        IDuplexPipe transport, SmtpSessionInfo info, ISmtpHost host, SmtpServerOptions options, TimeProvider time, ILogger logger,
        ISmtpTls? tls = null)
    {
        _connection = new SmtpConnection(transport, time);
        _info = info;
        _options = options;
        _time = time;
        _logger = logger;
        _tls = tls;
        _host = new GuardedHost(host, info, logger, _abort.Token);
        _counters = new SessionCounters(options);
        _lines = new CommandLineReader(options.CommandLineLimit);
    }

    /// <summary>
    /// Serves the client until it leaves, is sent away, or <see cref="Abort"/>. Completes both sides of the transport. Does not throw.
    /// </summary>
    /// <param name="drain">
    /// When cancelled, the session says 421 4.3.2 and ends: at once when it waits for a command, otherwise after the command that it is
    /// working on, and after the message that it is receiving has been committed and answered.
    /// </param>
    public async Task RunAsync(CancellationToken drain)
    {
        var started = _time.GetTimestamp();
        Progress();
        _drain = drain;
        SmtpLog.SessionBegins(_logger, _info.Id, _info.ClientAddress);
        try
        {
            await using var waking = drain.UnsafeRegister(static connection => ((SmtpConnection)connection!).Wake(), _connection);
            await GreetAsync();
            while (_end is null)
            {
                await StepAsync();
            }
        }
        catch (Exception e)
        {
            SmtpLog.SessionFailed(_logger, _info.Id, e);
            _connection.Write(SmtpReplies.LocalProblemClosing);
            _end = SessionEnd.Failed;
        }

        await CloseAsync();
        SmtpLog.SessionEnds(
            _logger,
            _info.Id,
            _end.Value,
            _time.GetElapsedTime(started).TotalSeconds,
            _counters.Commands,
            _counters.Accepted,
            _counters.Octets,
            _counters.Refused);
    }

    /// <summary>
    /// Ends the session now, without a word: calls of the host are cancelled, a message that is not committed is aborted. From any thread,
    /// as often as wanted, before <see cref="RunAsync"/> has completed.
    /// </summary>
    public void Abort()
    {
        // The connection first: a call of the host that is cancelled goes on here at once, and is answered.
        _connection.Abort();
        _abort.Cancel();
    }

    private async ValueTask StepAsync()
    {
        if (_abort.IsCancellationRequested)
        {
            _end = SessionEnd.Aborted;
        }
        else if (_isEvicted)
        {
            await EndAsync(SessionEnd.Evicted, SmtpReplies.Busy);
        }
        else if (_counters.TooManyErrors)
        {
            await EndAsync(SessionEnd.TooManyErrors, SmtpReplies.TooManyErrors);
        }
        else if (_drain.IsCancellationRequested)
        {
            await EndAsync(SessionEnd.Drained, SmtpReplies.ShuttingDown);
        }
        else if (TryReadLine(out var line, out var rejection))
        {
            _counters.BeginCommand();
            Progress();
            _verb = SmtpVerb.Unknown;
            var reply = rejection == SmtpRejection.None ? await ExecuteAsync(line) : SmtpReplies.For(rejection);
            if (reply is not null)
            {
                await AnswerAsync(reply);
            }
        }
        else
        {
            await AwaitInputAsync();
        }
    }

    private bool TryReadLine(out ReadOnlySequence<byte> line, out SmtpRejection rejection)
    {
        var input = _connection.Buffered;
        var consumed = input.Start;
        var examined = input.Start;
        var found = _lines.TryRead(input, ref consumed, ref examined, out line, out rejection);
        _connection.Consume(consumed, examined);
        return found;
    }

    /// <summary>Nothing more can be done with what has come: the answers go out now, together (RFC 2920 §3.2).</summary>
    private async ValueTask AwaitInputAsync()
    {
        if (!await FlushAsync())
        {
            return;
        }

        _wait = ClientWait.Input;
        var outcome = await _connection.ReadMoreAsync(_counters.CommandPatience);
        _wait = ClientWait.None;
        _counters.WaitedForCommand(_connection.Waited);
        await HandleAsync(outcome);
    }

    private async ValueTask HandleAsync(ReadOutcome outcome)
    {
        if (_abort.IsCancellationRequested)
        {
            _end = SessionEnd.Aborted;
        }
        else if (_isEvicted)
        {
            await EndAsync(SessionEnd.Evicted, SmtpReplies.Busy);
        }
        else if (outcome == ReadOutcome.Ended)
        {
            _end = SessionEnd.ClientLeft;
        }
        else if (outcome == ReadOutcome.TimedOut)
        {
            await EndAsync(SessionEnd.TimedOut, SmtpReplies.TimedOut);
        }
    }

    private ValueTask<SmtpReply?> ExecuteAsync(in ReadOnlySequence<byte> line)
    {
        // A line in two pieces is rare: input comes in blocks of 4 KiB.
        var text = line.IsSingleSegment ? line.FirstSpan : line.ToArray();
        var rejection = SmtpCommandParser.Parse(text, out var row, out var argument);
        _verb = row.Verb;
        _counters.CountJunk(row.IsJunk);
        if (rejection == SmtpRejection.None && line.Length + 2 > _options.CommandLineLimit && row.Verb != SmtpVerb.Auth)
        {
            rejection = SmtpRejection.LineTooLong;
        }

        if (rejection != SmtpRejection.None)
        {
            // Behind a BDAT come octets that must not be taken for commands; how many, such a line cannot be trusted to say.
            return new(SmtpReplies.For(row.Verb == SmtpVerb.Bdat ? SmtpRejection.ChunkSizeUnreadable : rejection));
        }

        // The octets behind a BDAT have to be taken out of the way even when it is refused, so it looks after itself.
        if ((row.PermittedIn & _state) == 0 && row.Verb != SmtpVerb.Bdat)
        {
            return new(SmtpReplies.OutOfSequence(row.Verb, _state));
        }

        if (row.IsLast && _options.RefuseImproperPipelining && _connection.PeekMore())
        {
            return new(SmtpReplies.ImproperPipelining);
        }

        return DispatchAsync(row.Verb, argument);
    }

    private ValueTask<SmtpReply?> DispatchAsync(SmtpVerb verb, ReadOnlySpan<byte> argument) => verb switch
    {
        SmtpVerb.Helo or SmtpVerb.Ehlo => HeloAsync(argument, esmtp: verb == SmtpVerb.Ehlo),
        SmtpVerb.StartTls => StartTlsAsync(),
        SmtpVerb.Auth => AuthAsync(argument),
        SmtpVerb.Mail => MailAsync(argument),
        SmtpVerb.Rcpt => RcptAsync(argument),
        SmtpVerb.Data => DataAsync(),
        SmtpVerb.Bdat => BdatAsync(argument),
        SmtpVerb.Rset => RsetAsync(),
        SmtpVerb.Noop => new(SmtpReplies.Ok),
        SmtpVerb.Vrfy => new(SmtpReplies.CannotVerify),
        SmtpVerb.Help => new(SmtpReplies.Help),
        SmtpVerb.Quit => new(SmtpReplies.Bye),
        SmtpVerb.XClient => XClientAsync(argument),
        _ => throw new InvalidOperationException($"{verb} has no handler."),
    };
}
