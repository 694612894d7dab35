using System.Net;
using Mail.Core;
using Mail.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Processing.Tests;

public class PruningTests
{
    private static readonly MailAddress Alice = MailAddress.Parse("alice@example.test");

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 12, 0, 0, TimeSpan.Zero));
    private readonly InMemoryStorage _storage;
    private readonly Pruning _pruning;

    public PruningTests()
    {
        _storage = new InMemoryStorage(_time);
        _pruning = new Pruning(
            _storage.Rejects, _storage.Greylist, _storage.Suppressions, _storage.Vacations, _storage.SeenMessages, _storage.Settings, _time, NullLogger<Pruning>.Instance);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_past_its_time_is_forgotten_once_an_hour()
    {
        _storage.Settings.Set("rejects-kept", "2h");
        await RefuseAsync();
        var now = _time.GetUtcNow();
        await _storage.Greylist.SaveAsync(
            GreylistKey.Of(IPAddress.Loopback, null, Alice), null, new GreylistEntry(now, now, 0, now.AddHours(2)), Token);
        foreach (var (name, hours) in new[] { ("soon", 2), ("later", 20) })
        {
            await _storage.Suppressions.AddAsync(
                new Suppression { Address = MailAddress.Parse(name + "@far.test"), Reason = "gone", Since = now, Expires = now.AddHours(hours), Source = SuppressionSource.Reply },
                Token);
            var message = QueueId.New(_time);
            await _storage.Vacations.TryAnswerAsync(new VacationAnswer(name, "", Alice, message, now.AddHours(hours)), now, Token);
            await _storage.SeenMessages.RememberAsync(new SeenMessage(name, "", "1", message, now.AddHours(hours)), Token);
        }

        Assert.Equal(PruningReport.Nothing, await _pruning.RunAsync(Token));

        _time.Advance(TimeSpan.FromHours(2.1));
        await RefuseAsync();
        Assert.Equal(new PruningReport(1, 1, 1, 1, 1), await _pruning.RunAsync(Token));
        _time.Advance(TimeSpan.FromMinutes(59));
        var before = _storage.Faults.Operations;
        Assert.Equal(PruningReport.Nothing, await _pruning.RunAsync(Token));
        Assert.Equal(before, _storage.Faults.Operations);
        Assert.Single(await _storage.Rejects.ListAsync(null, now, Token).ToListAsync(Token));
    }

    [Fact]
    public async Task A_run_that_failed_is_made_up_for_at_the_next()
    {
        await RefuseAsync();
        _time.Advance(TimeSpan.FromDays(31));
        _storage.Rejects.Faults.Unavailable = true;
        await Assert.ThrowsAsync<StorageUnavailableException>(() => _pruning.RunAsync(Token));
        _storage.Rejects.Faults.Unavailable = false;
        Assert.Equal(1, (await _pruning.RunAsync(Token)).Rejects);
    }

    private async Task RefuseAsync() => await _storage.Rejects.WriteAsync(
        [new RejectRecord { Id = QueueId.New(_time), Owner = Alice, Recipient = Alice, Sender = null, Reason = "dnsbl", Reply = "550" }], Token);
}
