using Mail.Core;
using Mail.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Azure.Tests;

/// <summary>The exchange of tokens on <c>$cbs</c>, against a scripted endpoint.</summary>
public sealed class ServiceBusTokenTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Start);
    private readonly FakeServiceBus _bus;

    public ServiceBusTokenTests() => _bus = new FakeServiceBus(_time);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _bus.Dispose();

    [Fact]
    public async Task A_signed_token_is_put_before_anything_else()
    {
        using var queues = Open(tokens: null);
        await queues.Get("outbound").SendAsync("a", TimeSpan.Zero, Cancellation);

        Assert.True(_bus.TokenRequests.TryPeek(out var request));
        Assert.Equal("put-token", request.ApplicationProperties["operation"]);
        Assert.Equal("servicebus.windows.net:sastoken", request.ApplicationProperties["type"]);
        Assert.Equal("amqp://127.0.0.1/outbound", request.ApplicationProperties["name"]);
        Assert.Equal(Start.UtcDateTime.AddMinutes(20), request.ApplicationProperties["expiration"]);
        // Computed apart: HMAC-SHA256 with the octets "a2V5" of "amqp%3A%2F%2F127.0.0.1%2Foutbound", LF, the seconds.
        var seconds = Start.AddMinutes(20).ToUnixTimeSeconds();
        var signature = Convert.ToBase64String(System.Security.Cryptography.HMACSHA256.HashData(
            "a2V5"u8, System.Text.Encoding.ASCII.GetBytes($"amqp%3A%2F%2F127.0.0.1%2Foutbound\n{seconds}")));
        Assert.Equal(
            $"SharedAccessSignature sr=amqp%3A%2F%2F127.0.0.1%2Foutbound&sig={Uri.EscapeDataString(signature)}&se={seconds}&skn=mail", request.Body);
    }

    [Fact]
    public async Task An_access_token_of_the_identity_is_put_as_jwt()
    {
        using var queues = Open(new ScriptedTokens(_time, TimeSpan.FromHours(1)));
        await queues.Get("outbound").SendAsync("a", TimeSpan.Zero, Cancellation);

        Assert.True(_bus.TokenRequests.TryPeek(out var request));
        Assert.Equal(("jwt", "token 1"), (request.ApplicationProperties["type"], request.Body));
    }

    [Fact]
    public async Task A_token_is_renewed_before_it_ends()
    {
        using var queues = Open(new ScriptedTokens(_time, TimeSpan.FromHours(1)));
        await queues.Get("outbound").SendAsync("a", TimeSpan.Zero, Cancellation);

        _time.Advance(TimeSpan.FromMinutes(54));
        Assert.Single(_bus.TokenRequests);
        _time.Advance(TimeSpan.FromMinutes(2));
        await UntilAsync(() => _bus.TokenRequests.Count == 2);
        Assert.Equal("token 2", _bus.TokenRequests.Last().Body);
    }

    [Theory]
    [InlineData(401, "Azure Service Bus Data Sender")]
    [InlineData(403, "Azure Service Bus Data Receiver")]
    [InlineData(404, "no such queue")]
    [InlineData(500, "500")]
    public async Task A_refused_token_says_what_is_missing(int status, string says)
    {
        _bus.TokenStatus = status;
        using var queues = Open(tokens: null);

        var error = await Assert.ThrowsAsync<StorageUnavailableException>(async () => await queues.Get("outbound").SendAsync("a", TimeSpan.Zero, Cancellation));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("a2V5", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_failure_tries_are_spaced_and_then_succeed()
    {
        _bus.TokenStatus = 500;
        using var queues = Open(tokens: null);
        var queue = queues.Get("outbound");
        await Assert.ThrowsAsync<StorageUnavailableException>(async () => await queue.SendAsync("a", TimeSpan.Zero, Cancellation));
        _bus.TokenStatus = 200;

        await Assert.ThrowsAsync<StorageUnavailableException>(async () => await queue.SendAsync("a", TimeSpan.Zero, Cancellation));
        Assert.Single(_bus.TokenRequests);

        _time.Advance(TimeSpan.FromSeconds(1));
        await queue.SendAsync("a", TimeSpan.Zero, Cancellation);
        Assert.Equal(1, _bus.Outbound.Count);
    }

    private ServiceBusWorkQueues Open(IServiceBusTokens? tokens)
    {
        ServiceBusOptions.TryRead(name => name == ServiceBusOptions.Variable ? _bus.ConnectionString : "servicebus", out var options, out _);
        return new ServiceBusWorkQueues(
            options!, tokens ?? new SharedAccessTokens(options!.Key!, _time), new InMemoryStorage(_time).Queues, _time, NullLoggerFactory.Instance);
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        for (var tries = 0; !holds(); tries++)
        {
            Assert.True(tries < 500, "not within 10 s");
            await Task.Delay(20, Cancellation);
        }
    }

    private sealed class ScriptedTokens(TimeProvider time, TimeSpan life) : IServiceBusTokens
    {
        private int _given;

        public Task<ServiceBusToken> GetAsync(string audience, CancellationToken cancellationToken) =>
            Task.FromResult(new ServiceBusToken("jwt", $"token {++_given}", time.GetUtcNow() + life));
    }
}
