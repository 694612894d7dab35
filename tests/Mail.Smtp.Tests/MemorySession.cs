using System.Text;
using Mail.Testing.Smtp;

namespace Mail.Smtp.Tests;

/// <summary>A session in memory for tests that a dialog cannot express.</summary>
internal sealed class MemorySession : IAsyncDisposable
{
    private readonly Task _run;

    public MemorySession(ISmtpHost host, Func<SmtpServerOptions, SmtpServerOptions>? configure = null, string early = "", long outputLimit = 0,
        ISmtpTls? tls = null)
    {
        var options = new SmtpServerOptions { HostName = "mx.example.test" };
        Connection = new MemoryConnection(outputLimit);
        Session = new SmtpSession(
            Connection, new SmtpSessionInfo { Id = "1" }, host, configure?.Invoke(options) ?? options, Clock, Log, tls);
        Write(early);
        _run = Task.Run(() => Session.RunAsync(CancellationToken.None));
    }

    public MemoryConnection Connection { get; }

    public SmtpSession Session { get; }

    public DialogClock Clock { get; } = new();

    public BugCatcher Log { get; } = new();

    /// <summary>Completes with the session.</summary>
    public Task Ended => _run.WaitAsync(TimeSpan.FromSeconds(20));

    /// <summary>
    /// Returns when the session has done with the input all that it can: it waits for it, and goes on on the thread that writes, which must
    /// not have the test's synchronization context.
    /// </summary>
    public void Send(string text)
    {
        Assert.True(SpinWait.SpinUntil(() => Connection.ServerWaits || _run.IsCompleted, TimeSpan.FromSeconds(20)));
        Write(text);
    }

    /// <summary>Reads until the server's output ends with <paramref name="end"/>, and gives what came.</summary>
    public async Task<string> ReadToAsync(string end)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var text = new StringBuilder();
        while (!text.ToString().EndsWith(end, StringComparison.Ordinal))
        {
            var result = await Connection.ClientInput.ReadAsync(limit.Token);
            text.Append(Encoding.ASCII.GetString(result.Buffer));
            Connection.ClientInput.AdvanceTo(result.Buffer.End);
            Assert.False(result.IsCompleted && result.Buffer.IsEmpty, $"The connection ended behind: {text}");
        }

        return text.ToString();
    }

    /// <summary>Reads all that the server says until it closes.</summary>
    public async Task<string> ReadToEndAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var all = new MemoryStream();
        await Connection.ClientInput.CopyToAsync(all, limit.Token);
        return Encoding.ASCII.GetString(all.ToArray());
    }

    public async ValueTask DisposeAsync()
    {
        Session.Abort();
        await Connection.ClientOutput.CompleteAsync();
        await Ended;
        Assert.Null(Log.Bug);
    }

    private void Write(string text) =>
        Task.Run(async () => await Connection.ClientOutput.WriteAsync(Encoding.UTF8.GetBytes(text))).GetAwaiter().GetResult();
}
