using System.Text;
using Mail.Core;
using Mail.Processing;
using Mail.Spam;

namespace Mail.Ctl.Tests;

public class ReplayTests
{
    private const string Message = "From: X <x@sender.test>\r\nSubject: cheap pills\r\n\r\nBuy cheap pills now, click here\r\n";

    private readonly CtlWorld _world = CtlWorld.WithAlice();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_very_same_verdict_is_come_to_again()
    {
        var id = await DeliverAsync();
        Assert.Equal("", (await _world.RunAsync($"trace {id}")).Succeeded().Error);
        var run = (await _world.RunAsync($"replay {id} --verify --json")).Succeeded();
        Assert.Equal(
            "[id account folder status then(class score siteModel accountModel) now(class score siteModel accountModel) differences]", run.Shape);
        Assert.Equal("same", run.Json[0].GetProperty("status").GetString());
        Assert.Contains("the same verdict: spam", (await _world.RunAsync($"replay {id}-1 --verify")).Succeeded().Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_verdict_is_told_and_is_exit_1()
    {
        var id = await DeliverAsync(record => record with { Score = 0.5, Class = "unsure" });
        var run = await _world.RunAsync($"replay {id} --verify");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("was unsure 0.500, is spam", run.Out, StringComparison.Ordinal);
        Assert.Contains("class was unsure, is spam", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_was_removed_is_told_and_is_exit_1()
    {
        var id = await DeliverAsync(record => record with { SiteModel = "1-gone" });
        var run = await _world.RunAsync($"replay {id} --verify");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("has been removed since", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_verify_it_is_what_the_filter_says_today()
    {
        var id = await DeliverAsync(record => record with { SiteModel = "1-gone" });
        var run = (await _world.RunAsync($"replay {id} --json")).Succeeded();
        Assert.Equal("spam", run.Json[0].GetProperty("now").GetProperty("class").GetString());
        Assert.Equal("INBOX", (await _world.RunAsync("mailbox list alice@example.test --json")).Succeeded().Json[0].GetProperty("folder").GetString());
    }

    [Fact]
    public async Task What_is_not_in_the_spool_any_more_cannot_be_replayed()
    {
        var id = await DeliverAsync();
        await _world.Storage.Spool.DeleteAsync(id, Token);
        (await _world.RunAsync($"replay {id}")).Refused("not in the spool");
    }

    [Theory]
    [InlineData("nothing", "no queue id")]
    [InlineData("01aryz6s41tsv4rrffq69g5fav", "not in the spool")]
    public async Task An_unknown_message_is_refused(string id, string because) => (await _world.RunAsync(["replay", id])).Refused(because);

    /// <summary>A message with the decision that a model of the site makes of it, or what a test changes in that.</summary>
    private async Task<QueueId> DeliverAsync(Func<ScreeningRecord, ScreeningRecord>? change = null)
    {
        var octets = Encoding.ASCII.GetBytes(Message);
        var model = await TrainAsync(octets);
        var id = await SpoolAsync(octets);
        var blank = new ScreeningRecord { Class = "ham", Score = 0, UnsureFrom = 0.4, SpamFrom = 0.6, SiteModel = model, Facts = ["spf=pass"] };
        var models = new CachedSpamModels(_world.Storage.Models, _world.Time, Microsoft.Extensions.Logging.Abstractions.NullLogger<CachedSpamModels>.Instance);
        var settings = new SpamSettings(_world.Storage.Settings, _world.Storage.Directory);
        var decided = (await new ScreenReplay(models, settings, new ScreenOptions()).VerifyAsync(new MemoryStream(octets), "alice", blank, Token)).Now!;
        await _world.Storage.Mailboxes.DeliverAsync(
            new MailboxDelivery
            {
                AccountId = "alice",
                DeliveryId = $"{id}-1",
                Folder = "INBOX",
                PrependedFields = ReadOnlyMemory<byte>.Empty,
                Content = new MemoryStream(octets),
                Summary = new MessageSummary(),
                Decision = new DecisionRecord { Screening = change?.Invoke(decided) ?? decided },
                ReceivedAt = _world.Time.GetUtcNow(),
            },
            Token);
        await _world.RecordAsync(id, MessageState.Delivered, RecipientOutcome.Delivered, "", next: null, $"alice/{id}-1 INBOX 1");
        return id;
    }

    private async Task<string> TrainAsync(byte[] spam)
    {
        var counts = new ModelCounts();
        for (var i = 0; i < 20; i++)
        {
            counts.Add(Tokenizer.Tokenize(spam), SpamLabel.Spam);
            counts.Add(Tokenizer.Tokenize("From: C <c@friend.test>\r\nSubject: meeting\r\n\r\nMinutes of Tuesday\r\n"u8), SpamLabel.Ham);
        }

        using var snapshot = new MemoryStream();
        counts.WriteTo(snapshot);
        await _world.Storage.Models.PutAsync(ModelOwner.Site, "1-abc", snapshot.ToArray(), Token);
        var pointer = new ModelPointer
        {
            Generation = 1,
            Snapshot = "1-abc",
            Through = 0,
            HamMessages = 20,
            SpamMessages = 20,
            Features = counts.Tokens,
            At = _world.Time.GetUtcNow(),
        };
        Assert.True(await _world.Storage.Models.TrySwingAsync(ModelOwner.Site, pointer, read: null, Token));
        return "1-abc";
    }

    private async Task<QueueId> SpoolAsync(byte[] octets)
    {
        var envelope = new Envelope
        {
            QueueId = QueueId.New(_world.Time),
            ReversePath = MailAddress.Parse("x@sender.test"),
            Recipients = [new EnvelopeRecipient { Address = MailAddress.Parse("alice@example.test") }],
            ArrivedAt = _world.Time.GetUtcNow(),
        };
        await using var writer = await _world.Storage.Spool.BeginAsync(envelope, Token);
        await writer.WriteAsync(octets, Token);
        await writer.CommitAsync(Token);
        return envelope.QueueId;
    }
}
