using Mail.Core;
using Mail.Smtp;
using Mail.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Gateway.Tests;

public class GreylistingTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 12, 0, 0, TimeSpan.Zero));
    private readonly InMemoryStorage _storage = new();
    private readonly FakeReputation _clients = new();
    private readonly Greylisting _greylisting;

    public GreylistingTests()
    {
        _storage.Settings.Set("greylist", "on");
        _greylisting = NewProcess();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private int Operations => _storage.Greylist.Faults.Operations;

    [Fact]
    public async Task The_first_message_is_put_off_with_the_time_that_is_left_and_the_retry_passes()
    {
        Assert.Equal(new SmtpReply(450, "4.2.0", "Greylisted, try again in 300 seconds"), (await CheckAsync()).Refusal!.Reply);
        _time.Advance(TimeSpan.FromSeconds(60.5));
        Assert.Equal(new SmtpReply(450, "4.2.0", "Greylisted, try again in 240 seconds"), (await CheckAsync()).Refusal!.Reply);
        _time.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal(GreylistAnswer.Passed, await CheckAsync(client: "192.0.2.77"));
        Assert.Equal("greylisted", (await CheckAsync(sender: "other@sender.test")).Refusal!.Reason);
        Assert.Equal("greylisted", (await CheckAsync(client: "192.0.3.1")).Refusal!.Reason);
    }

    [Fact]
    public async Task A_client_that_hammers_costs_nothing()
    {
        await CheckAsync();
        var before = Operations;
        for (var i = 0; i < 100; i++)
        {
            Assert.NotNull((await CheckAsync()).Refusal);
        }

        Assert.Equal(before, Operations);
    }

    [Fact]
    public async Task A_client_that_invents_senders_is_put_off_and_not_remembered()
    {
        for (var i = 0; i < 100; i++)
        {
            Assert.NotNull((await CheckAsync(sender: $"{(char)('a' + (i % 26))}{(char)('a' + (i / 26))}@sender.test")).Refusal);
        }

        var before = Operations;
        Assert.NotNull((await CheckAsync(sender: "zz@sender.test")).Refusal);
        // Looked for, not stored.
        Assert.Equal(1, Operations - before);
        Assert.NotNull((await CheckAsync(client: "198.51.100.1")).Refusal);
        Assert.Equal(3, Operations - before);
    }

    [Fact]
    public async Task Another_process_knows_what_this_one_has_seen()
    {
        await CheckAsync();
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.Null((await CheckAsync(NewProcess())).Refusal);
    }

    [Fact]
    public async Task A_network_that_has_proved_itself_is_no_more_asked_about_and_costs_nothing()
    {
        for (var i = 0; i < 5; i++)
        {
            await CheckAsync(sender: $"{(char)('a' + i)}@sender.test");
        }

        _time.Advance(TimeSpan.FromMinutes(5));
        for (var i = 0; i < 5; i++)
        {
            Assert.Null((await CheckAsync(sender: $"{(char)('a' + i)}@sender.test")).Refusal);
        }

        var before = Operations;
        Assert.Null((await CheckAsync(sender: "new@sender.test")).Refusal);
        Assert.Equal(before, Operations);
        Assert.Null((await CheckAsync(NewProcess(), sender: "newer@sender.test")).Refusal);
    }

    [Theory]
    [InlineData("off", true, false, false)]
    [InlineData("suspicious", false, false, false)]
    [InlineData("suspicious", true, false, true)]
    [InlineData("suspicious", true, true, false)]
    [InlineData("on", false, false, true)]
    [InlineData("on", true, true, false)]
    public async Task Whom_it_asks_is_a_setting(string mode, bool suspicious, bool trusted, bool putOff)
    {
        _storage.Settings.Set("greylist", mode);
        (_clients.Suspicious, _clients.Trusted) = (suspicious, trusted);
        Assert.Equal(putOff, (await CheckAsync()).Refusal is not null);
        Assert.Equal(putOff ? 2 : 0, Operations);
    }

    [Fact]
    public async Task A_client_whose_address_is_hidden_is_not_put_off() =>
        Assert.Equal(GreylistAnswer.Unavailable, await CheckAsync(client: null));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Storage_that_does_not_answer_puts_nobody_off_and_the_envelope_says_so(int operation)
    {
        _storage.Greylist.Faults.Fail(operation);
        Assert.Equal(GreylistAnswer.Unavailable, await CheckAsync());
        Assert.NotNull((await CheckAsync()).Refusal);
    }

    [Fact]
    public async Task The_clients_own_end_stays_an_end()
    {
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await _greylisting.CheckAsync(
            Session("192.0.2.1"), new SmtpTransaction { ReversePath = null }, MailAddress.Parse("alice@example.test"), gone.Token));
    }

    private static SmtpSessionInfo Session(string? client) => new() { Id = "1", ClientAddress = client };

    private Greylisting NewProcess() =>
        new(_storage.Greylist, _storage.Settings, _clients, _time, NullLogger<Greylisting>.Instance);

    private ValueTask<GreylistAnswer> CheckAsync(
        Greylisting? process = null, string? client = "192.0.2.1", string sender = "s@sender.test") =>
        (process ?? _greylisting).CheckAsync(
            Session(client),
            new SmtpTransaction { ReversePath = MailAddress.Parse(sender) },
            MailAddress.Parse("alice@example.test"),
            Token);
}
