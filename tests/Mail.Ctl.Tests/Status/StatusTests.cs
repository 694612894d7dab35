using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
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
            "ok storage storageProblem gateway(ok url answer) functions(ok url answer) tls(ok certificates daysLeft) queues([name messages oldestSeconds]) "
            + "deferred held quarantined poison refusedLastHour spool(messages bytes) domains accounts aliases deadDestinations waitingForwards",
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

    [Fact]
    public async Task The_oldest_message_of_a_queue_has_an_age()
    {
        await using var ready = new OneAnswerServer("200 OK");
        await _world.SpoolAsync();
        _world.Time.Advance(TimeSpan.FromMinutes(5));
        var queues = (await StatusAsync(ready.Url, ready.Url)).Succeeded().Json.GetProperty("queues").EnumerateArray().ToList();
        Assert.Equal(300, queues.Single(queue => queue.GetProperty("name").GetString() == "incoming").GetProperty("oldestSeconds").GetInt64());
        Assert.Equal(JsonValueKind.Null, queues.Single(queue => queue.GetProperty("name").GetString() == "outbound").GetProperty("oldestSeconds").ValueKind);
        Assert.Contains("1, the oldest for 5m\n", (await TextAsync(ready.Url, ready.Url)).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusals_of_the_last_hour_are_counted_with_those_that_were_not_recorded()
    {
        await using var ready = new OneAnswerServer("200 OK");
        await RefuseAsync(leftOut: 7);
        _world.Time.Advance(TimeSpan.FromMinutes(61));
        await RefuseAsync(leftOut: 0);
        await RefuseAsync(leftOut: 3);
        Assert.Equal(5, (await StatusAsync(ready.Url, ready.Url)).Succeeded().Json.GetProperty("refusedLastHour").GetInt32());
    }

    [Fact]
    public async Task Days_left_of_certificates_are_shown()
    {
        await using var ready = new OneAnswerServer("200 OK", "a.pem: mx.example.test, *.example.test: 41 days left\nb.pem: b.test: 7 days left\n");
        var run = (await StatusAsync(ready.Url, ready.Url)).Succeeded();
        Assert.Equal(7, run.Json.GetProperty("tls").GetProperty("daysLeft").GetInt32());
        Assert.Contains("b.pem: b.test: 7 days left\n", (await TextAsync(ready.Url, ready.Url)).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("200 OK", "a.pem: mx.example.test: -1 days left\n")]
    [InlineData("503 Service Unavailable", "keyvault:https://v: not there yet\n")]
    public async Task A_certificate_that_has_expired_or_is_not_there_is_not_well(string status, string answer)
    {
        await using var gateway = new OneAnswerServer(status, answer);
        await using var functions = new OneAnswerServer("200 OK");
        Assert.Equal(1, (await StatusAsync(gateway.Url, functions.Url)).ExitCode);
    }

    [Fact]
    public async Task What_could_not_be_reached_is_said_and_the_rest_is_shown()
    {
        await using var ready = new OneAnswerServer("200 OK");
        _world.Storage.Faults.Unavailable = true;
        var run = await StatusAsync(ready.Url, new Uri("http://127.0.0.1:1/"));
        Assert.Equal(1, run.ExitCode);
        Assert.True(run.Json.GetProperty("gateway").GetProperty("ok").GetBoolean());
        Assert.NotEqual("", run.Json.GetProperty("storageProblem").GetString());
        Assert.Equal(JsonValueKind.Null, run.Json.GetProperty("deferred").ValueKind);
        var text = (await TextAsync(new Uri("http://127.0.0.1:1/"), ready.Url)).Out;
        Assert.Contains("not known: the gateway does not tell them", text, StringComparison.Ordinal);
        Assert.Contains("what is in it is not known", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Deferred", text, StringComparison.Ordinal);
    }

    private async Task RefuseAsync(int leftOut)
    {
        var alice = MailAddress.Parse("alice@example.test");
        var record = new RejectRecord
        {
            Id = QueueId.New(_world.Time),
            Owner = alice,
            Recipient = alice,
            Sender = null,
            Reason = "greylisted",
            Reply = "450",
            LeftOut = leftOut,
        };
        await _world.Storage.Rejects.WriteAsync([record], TestContext.Current.CancellationToken);
    }

    private Task<CtlRun> TextAsync(Uri gateway, Uri functions) => _world.RunAsync($"status --gateway {gateway} --functions {functions}");

    private Task<CtlRun> StatusAsync(Uri gateway, Uri functions) =>
        _world.RunAsync($"status --json --gateway {gateway} --functions {functions}");

    /// <summary>Answers every request on a port of its own with one status.</summary>
    private sealed class OneAnswerServer : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, port: 0);
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _serving;

        public OneAnswerServer(string status, string body = "ready\n")
        {
            _listener.Start();
            Url = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
            _serving = ServeAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"));
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
