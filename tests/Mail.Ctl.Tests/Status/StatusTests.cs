using System.Net;
using System.Net.Sockets;
using System.Text;
using Mail.Core;

namespace Mail.Ctl.Tests;

public class StatusTests
{
    private readonly CtlWorld _world = CtlWorld.WithAlice();

    [Fact]
    public async Task All_is_well_when_both_answer_and_nothing_is_poisoned()
    {
        await using var ready = new OneAnswerServer("200 OK");
        await _world.SpoolAsync();
        await _world.DeferAsync();
        var run = (await StatusAsync(ready.Url, ready.Url)).Succeeded();
        Assert.Equal(
            "ok storage gateway(ok url answer) functions(ok url answer) queues([name messages]) deferred held poison spool(messages bytes) domains accounts aliases",
            run.Shape);
        Assert.True(run.Json.GetProperty("ok").GetBoolean());
        Assert.Equal(1, run.Json.GetProperty("deferred").GetInt32());
        Assert.Equal(2, run.Json.GetProperty("spool").GetProperty("messages").GetInt32());
        Assert.Equal(1, run.Json.GetProperty("accounts").GetInt32());
    }

    [Fact]
    public async Task Poison_is_not_well()
    {
        await using var ready = new OneAnswerServer("200 OK");
        await _world.PoisonAsync(QueueNames.Incoming, "garbage");
        var run = await StatusAsync(ready.Url, ready.Url);
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(1, run.Json.GetProperty("poison").GetInt32());
    }

    [Fact]
    public async Task Process_that_is_not_ready_is_told_from_one_that_is_not_there()
    {
        await using var busy = new OneAnswerServer("503 Service Unavailable");
        var run = await StatusAsync(busy.Url, new Uri("http://127.0.0.1:1/"));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("not ready", run.Json.GetProperty("gateway").GetProperty("answer").GetString(), StringComparison.Ordinal);
        Assert.Contains("does not answer", run.Json.GetProperty("functions").GetProperty("answer").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ports_come_from_the_environment()
    {
        await using var ready = new OneAnswerServer("200 OK");
        _world.Environment["MAIL_HEALTH_PORT"] = ready.Url.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        _world.Environment["MAIL_FUNCTIONS_PORT"] = _world.Environment["MAIL_HEALTH_PORT"];
        (await _world.RunAsync("status")).Succeeded();
    }

    [Fact]
    public async Task Address_that_is_no_url_is_a_usage_error() =>
        (await _world.RunAsync("status --gateway file:///etc/passwd")).Misused("http");

    private Task<CtlRun> StatusAsync(Uri gateway, Uri functions) =>
        _world.RunAsync($"status --json --gateway {gateway} --functions {functions}");

    /// <summary>Answers every request on a port of its own with one status.</summary>
    private sealed class OneAnswerServer : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, port: 0);
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _serving;

        public OneAnswerServer(string status)
        {
            _listener.Start();
            Url = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
            _serving = ServeAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
        }

        public Uri Url { get; }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _serving);
            _listener.Dispose();
            _stop.Dispose();
        }

        private async Task ServeAsync(byte[] answer)
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                var stream = client.GetStream();
                await stream.ReadAtLeastAsync(new byte[4096], 4, throwOnEndOfStream: false, _stop.Token);
                await stream.WriteAsync(answer, _stop.Token);
            }
        }
    }
}
