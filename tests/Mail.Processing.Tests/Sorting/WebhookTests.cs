using System.Text.Json;
using Mail.Core;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mail.Processing.Tests;

public class WebhookTests : IWebhookSender
{
    private const string Host = "https://far.test/hook?token=1";

    private readonly FlowWorld _world = new();
    private readonly List<(Uri Url, IReadOnlyDictionary<string, string> Headers, string Body)> _sent = [];
    private readonly Queue<WebhookAnswer> _answers = [];

    private static WebhookAnswer Later => new(WebhookOutcome.Later, "answers 503");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IWorkQueue Queue => _world.Storage.Queues.Get(QueueNames.Webhooks);

    public Task<WebhookAnswer> SendAsync(Uri url, IReadOnlyDictionary<string, string> headers, string body, CancellationToken cancellationToken)
    {
        _sent.Add((url, headers, body));
        return Task.FromResult(_answers.TryDequeue(out var answer) ? answer : new WebhookAnswer(WebhookOutcome.Taken, "answers 204"));
    }

    private async Task<(QueueId Id, RecipientRecord Record)> DeliverAsync(string url = Host)
    {
        _world.Storage.Rules.Add(
            RuleScope.OfAccount(_world.Alice.AccountId), $"r{Guid.NewGuid():N}", "true", $"notify :importance \"1\" :message \"look\" \"{url}\";");
        var id = await _world.SpoolAsync("alice@example.test");
        await _world.RunAsync(id);
        return (id, (await _world.RecordAsync(id)).Recipients[0]);
    }

    /// <summary>Takes what is visible in the queue, as the engine would.</summary>
    private async Task<List<string>> RunAsync(WebhookOptions? options = null)
    {
        var flow = new WebhookFlow(
            _world.Storage.WebhookCalls, this, options ?? _world.Webhooks, _world.Time, NullLogger<WebhookFlow>.Instance);
        var results = new List<string>();
        foreach (var item in await Queue.ReceiveAsync(32, TimeSpan.FromMinutes(1), Token))
        {
            Assert.True(WebhookPointer.TryParse(item.Body, out var pointer));
            results.Add(await flow.ProcessAsync(pointer, Token));
            await Queue.CompleteAsync(item, Token);
        }

        return results;
    }

    [Fact]
    public async Task A_host_is_told_once_in_our_name()
    {
        var (id, record) = await DeliverAsync();
        Assert.StartsWith("notify calls far.test as ", record.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("token", record.Detail, StringComparison.Ordinal);
        Assert.Single(await _world.MailAsync(_world.Alice));

        Assert.Equal(["far.test: answers 204"], await RunAsync());
        var (url, headers, body) = Assert.Single(_sent);
        Assert.Equal(Host, url.AbsoluteUri);
        Assert.Equal(["webhook-id", "webhook-signature", "webhook-timestamp"], headers.Keys.Order());
        var json = JsonDocument.Parse(body).RootElement;
        Assert.Equal(
            ["mail.received", "alice@example.test", id.ToString(), "x@sender.test", "hi", "1@sender.test", "look"],
            new[] { "type", "account", "queueId", "sender", "subject", "messageId", "text" }.Select(name => json.GetProperty(name).GetString()));
        Assert.Equal(headers["webhook-id"], json.GetProperty("id").GetString());
        Assert.Equal(1, json.GetProperty("importance").GetInt32());

        await _world.RunAsync(id, attempt: 1);
        Assert.Empty(await RunAsync());
    }

    [Fact]
    public async Task A_host_that_does_not_answer_is_asked_again_for_a_day()
    {
        await DeliverAsync();
        var start = _world.Time.GetUtcNow();
        for (var i = 0; i < 100; i++)
        {
            _answers.Enqueue(Later);
        }

        var waits = new List<TimeSpan>();
        for (var last = start; _world.Time.GetUtcNow() < start.AddDays(2); _world.Time.Advance(TimeSpan.FromSeconds(30)))
        {
            if ((await RunAsync()).Count > 0)
            {
                waits.Add(_world.Time.GetUtcNow() - last);
                last = _world.Time.GetUtcNow();
            }
        }

        Assert.Equal([0, 0.5, 1, 2, 4, 8, 16, 32, 60, 60], waits.Take(10).Select(wait => wait.TotalMinutes));
        Assert.InRange(waits.Sum(wait => wait.TotalHours), 22.9, 24);
        Assert.Equal(_sent.Count, waits.Count);
        Assert.Single(_sent.Select(call => call.Headers["webhook-id"]).Distinct());
        Assert.Equal(_sent.Count, _sent.Select(call => call.Headers["webhook-signature"]).Distinct().Count());
    }

    [Fact]
    public async Task A_refusal_ends_it()
    {
        await DeliverAsync();
        _answers.Enqueue(new WebhookAnswer(WebhookOutcome.Refused, "answers 410"));
        Assert.Equal(["far.test: answers 410"], await RunAsync());
        _world.Time.Advance(TimeSpan.FromDays(1));
        Assert.Empty(await RunAsync());
    }

    [Fact]
    public async Task A_storage_that_fails_after_the_answer_makes_a_second_call_under_the_same_id()
    {
        await DeliverAsync();
        var item = Assert.Single(await Queue.PeekAsync(32, Token));
        Assert.True(WebhookPointer.TryParse(item.Body, out var pointer));
        // Find, then delete.
        _world.Storage.WebhookCalls.Faults.Fail(2);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => RunAsync());
        _world.Time.Advance(TimeSpan.FromMinutes(2));
        await RunAsync();
        Assert.Equal(2, _sent.Count);
        Assert.Single(_sent.Select(call => call.Headers["webhook-id"]).Distinct());
        Assert.Null(await _world.Storage.WebhookCalls.FindAsync(pointer, Token));
    }

    [Theory]
    [InlineData("https://far.test:25/", "port 25 belongs to another service")]
    [InlineData("https://far.test:22/", "port 22 belongs to another service")]
    public async Task Some_places_are_not_called(string url, string because)
    {
        Assert.Contains(because, (await DeliverAsync(url)).Record.Detail, StringComparison.Ordinal);
        Assert.Empty(await RunAsync());
    }

    [Fact]
    public async Task Nothing_is_called_unsigned()
    {
        await DeliverAsync();
        Assert.StartsWith("far.test: calls cannot be signed", Assert.Single(await RunAsync(new WebhookOptions())), StringComparison.Ordinal);
        Assert.Empty(_sent);
    }
}
