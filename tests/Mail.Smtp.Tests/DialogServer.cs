using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Mail.Testing.Smtp;

namespace Mail.Smtp.Tests;

/// <summary>A session in memory with a clock that the dialog moves.</summary>
internal sealed class DialogServer : ISmtpDialogServer, IDisposable
{
    private static readonly TimeSpan LongForAnyTest = TimeSpan.FromSeconds(20);

    private readonly MemoryConnection _connection = new();
    private readonly BugCatcher _bugs = new();
    private readonly DialogClock _clock = new();
    private readonly CancellationTokenSource _drain = new();
    private readonly SmtpSession _session;

    public DialogServer(SmtpDialog dialog)
    {
        Host = new RecordingHost
        {
            Connect = dialog.Options.GetValueOrDefault("Connect"),
            Offered = dialog.Options.GetValueOrDefault("Mechanisms")?.Split(' ') ?? [],
        };
        var info = new SmtpSessionInfo { Id = dialog.Name, IsSubmission = dialog.Options.ContainsKey("Submission"), MayImpersonate = dialog.Options.ContainsKey("XClient") };
        var tls = dialog.Options.TryGetValue("Tls", out var offer) ? new FakeTls(isAvailable: offer == "available") : null;
        _session = new SmtpSession(_connection, info, Host, DialogOptions.From(dialog), _clock, _bugs, tls);
    }

    public RecordingHost Host { get; }

    /// <summary>Completes with the session.</summary>
    public Task Session { get; private set; } = Task.CompletedTask;

    /// <summary>What ended the session if that was a bug; otherwise <c>null</c>.</summary>
    public Exception? Bug => _bugs.Bug;

    public void Start() => Session = _session.RunAsync(_drain.Token);

    public async ValueTask SendAsync(ReadOnlyMemory<byte> octets)
    {
        if (!Session.IsCompleted)
        {
            await _connection.ClientOutput.WriteAsync(octets);
        }
    }

    public async ValueTask<string?> ReadLineAsync()
    {
        using var limit = new CancellationTokenSource(LongForAnyTest);
        try
        {
            return await ReadLineAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException("The server said nothing.");
        }
    }

    public async ValueTask CloseAsync() => await _connection.ClientOutput.CompleteAsync();

    public async ValueTask HappenAsync(string what)
    {
        var words = what.Split(' ');
        await UntilServerRestsAsync();
        switch (words[0])
        {
            case "clock":
                _clock.Advance(TimeSpan.FromSeconds(int.Parse(words[1].TrimEnd('s'), CultureInfo.InvariantCulture)));
                break;
            case "drain":
                await _drain.CancelAsync();
                break;
            case "abort":
                _session.Abort();
                break;
            case "break":
                await _connection.ClientOutput.CompleteAsync(new IOException("Connection reset by peer."));
                break;
            default:
                throw new FormatException($"'{what}' cannot happen.");
        }
    }

    public void Dispose() => _drain.Dispose();

    private async ValueTask UntilServerRestsAsync()
    {
        var watch = Stopwatch.StartNew();
        while (!_connection.ServerWaits && !_clock.HasSleeper && !Session.IsCompleted)
        {
            Assert.True(watch.Elapsed < LongForAnyTest, "The session neither waits for input nor sleeps.");
            await Task.Delay(1);
        }
    }

    private async ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await _connection.ClientInput.ReadAsync(cancellationToken);
            var reader = new SequenceReader<byte>(result.Buffer);
            if (reader.TryReadTo(out ReadOnlySequence<byte> line, "\r\n"u8))
            {
                var text = Encoding.ASCII.GetString(line);
                _connection.ClientInput.AdvanceTo(reader.Position);
                return text;
            }

            Assert.True(!result.IsCompleted || result.Buffer.IsEmpty, "The server's last line has no end.");
            _connection.ClientInput.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            if (result.IsCompleted)
            {
                return null;
            }
        }
    }
}
