using System.Text;
using Mail.Core;
using Mail.Testing;

namespace Mail.Ctl.Tests;

/// <summary>The same command lines on the adapters that operators use.</summary>
public sealed class OnAzuriteTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IDisposable
{
    private readonly TemporaryDirectory _files = new();
    private readonly CtlWorld _world = new() { Connect = StorageComposition.Connect };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Mail_goes_in_and_comes_out_the_same()
    {
        Connect();
        (await _world.RunAsync("domain add example.test")).Succeeded();
        (await _world.RunAsync("account add alice@example.test --password-stdin", "secret\n")).Succeeded();
        (await _world.RunAsync("alias add sales@example.test alice@example.test")).Succeeded();
        const string Message = "Subject: one [red]\r\nDate: Thu, 1 Jan 2026 10:00:00 +0000\r\n\r\nFrom me\r\n";
        await _world.ImportAsync(1, 0, 0, _files.Write("one.eml", Message));
        await _world.ImportAsync(0, 1, 0, _files["one.eml"]);
        await _world.ImportAsync(1, 0, 0, _files["one.eml"], "--folder", "Archive/2026");

        var listed = (await _world.RunAsync("mailbox list alice@example.test --json")).Succeeded().Json;
        Assert.Equal(2, listed.GetArrayLength());
        Assert.Equal("one [red]", listed[0].GetProperty("subject").GetString());
        var raw = await _world.RunAsync(["mailbox", "show", "alice@example.test", listed[0].GetProperty("id").GetString()!, "--raw"]);
        Assert.Equal(Encoding.ASCII.GetBytes(Message), raw.Succeeded().OutBytes);

        Assert.Equal(0, (await _world.RunAsync(["mailbox", "export", "alice@example.test", "--maildir", _files["out"]])).ExitCode);
        await _world.ImportAsync(0, 2, 0, _files["out"]);
        var check = await _world.RunAsync("check");
        Assert.True(check.ExitCode == 0, check.Out);

        (await _world.RunAsync("account remove alice@example.test")).Succeeded();
        Assert.Contains("belongs to no account", (await _world.RunAsync("check")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waiting_mail_is_held_released_requeued_and_deleted()
    {
        var storage = Connect();
        var waiting = await SpoolAsync(storage);
        var poisoned = await SpoolAsync(storage);
        await storage.Queues.Get("incoming-poison").SendAsync(new IncomingPointer(poisoned).ToJson(), TimeSpan.Zero, Cancellation);
        await storage.Queues.Get("incoming-poison").SendAsync("garbage", TimeSpan.Zero, Cancellation);

        (await _world.RunAsync($"queue hold {waiting}")).Succeeded();
        (await _world.RunAsync($"queue release {waiting}")).Succeeded();
        Assert.Equal(["incoming", "poison", "poison"], await StatesAsync());
        Assert.Equal(0, (await _world.RunAsync("queue requeue --all")).ExitCode);
        Assert.Equal(["incoming", "incoming", "poison"], await StatesAsync());
        (await _world.RunAsync($"queue delete {waiting}")).Succeeded();
        Assert.Contains("deleted by an operator", (await _world.RunAsync($"trace {waiting}")).Succeeded().Out, StringComparison.Ordinal);
        Assert.Contains("helo mail.sender.test", (await _world.RunAsync($"queue show {poisoned}")).Succeeded().Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Storage_that_is_not_there_is_named()
    {
        _world.Environment["MAIL_STORAGE"] =
            "AccountName=a;AccountKey=a2V5;BlobEndpoint=http://127.0.0.1:1/a;QueueEndpoint=http://127.0.0.1:1/a;TableEndpoint=http://127.0.0.1:1/a";
        var run = (await _world.RunAsync("account list")).Refused("http://127.0.0.1:1/a");
        Assert.Contains("Connection refused", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("a2V5", run.Error, StringComparison.Ordinal);
    }

    private MailStorage Connect()
    {
        _world.Environment["MAIL_STORAGE"] = azurite.NewAccount().ConnectionString;
        Assert.True(StorageLocation.TryParse(_world.Environment["MAIL_STORAGE"], out var location, out _));
        return StorageComposition.Connect(location);
    }

    private async Task<List<string?>> StatesAsync() =>
    [
        .. (await _world.RunAsync("queue list --json")).Succeeded().Json.EnumerateArray()
            .Select(entry => entry.GetProperty("state").GetString())
            .Order(StringComparer.Ordinal),
    ];

    private static async Task<QueueId> SpoolAsync(MailStorage storage)
    {
        var id = QueueId.New(TimeProvider.System);
        var envelope = new Envelope
        {
            QueueId = id,
            ReversePath = null,
            Recipients = [new EnvelopeRecipient { Address = MailAddress.Parse("alice@example.test") }],
            ArrivedAt = DateTimeOffset.UtcNow,
            Helo = "mail.sender.test",
        };
        await using var writer = await storage.Spool.BeginAsync(envelope, Cancellation);
        await writer.WriteAsync("Subject: hi\r\n\r\nText\r\n"u8.ToArray(), Cancellation);
        await writer.CommitAsync(Cancellation);
        return id;
    }
}
