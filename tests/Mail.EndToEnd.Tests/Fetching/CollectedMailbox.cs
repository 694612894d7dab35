using System.Diagnostics;
using System.Globalization;
using System.Text;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Mail.Azure;
using Mail.Core;
using Mail.Interop.Tests;
using Mail.Testing;

namespace Mail.EndToEnd.Tests;

/// <summary>A mailbox on Debian's Dovecot, behind a proxy, that is collected into alice's, when a test asks for it.</summary>
internal sealed class CollectedMailbox : IAsyncDisposable
{
    /// <summary>What <c>mailctl fetch</c> calls it.</summary>
    public const string Account = Alice + "/far";

    private const string Alice = "alice@example.test";
    private const string Pointer = $$"""{"account":"{{Account}}"}""";

    private readonly HashSet<int> _spooled = [];
    private readonly HashSet<QueueId> _read = [];

    private CollectedMailbox(MailSystem system, DovecotServer dovecot, CutProxy proxy)
    {
        (System, Dovecot, Proxy) = (system, dovecot, proxy);
        Storage = new AzureStorage(new StorageOptions { Connection = system.Storage });
    }

    public MailSystem System { get; }

    public DovecotServer Dovecot { get; }

    public CutProxy Proxy { get; }

    public AzureStorage Storage { get; }

    /// <summary>Alice's.</summary>
    public string AccountId { get; private set; } = "";

    /// <summary>What has been delivered there, from 0.</summary>
    public int Messages { get; private set; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="keep">As <c>mailctl fetch add --keep</c> has it.</param>
    public static async Task<CollectedMailbox> StartAsync(RemoteProtocol protocol, string keep = "no")
    {
        var dovecot = await DovecotServer.StartAsync();
        var proxy = new CutProxy(protocol == RemoteProtocol.Pop3 ? dovecot.Pop3 : dovecot.Imap);
        var settings = new Dictionary<string, string>
        {
            ["MAIL_FETCH_NETWORKS"] = "127.0.0.0/8",
            ["MAIL_FETCH_SECRET_FAR"] = ICollectedServer.Password,
            ["MAIL_QUEUE_LEASE_SECONDS"] = "10",
            // No visit but those that are asked for.
            ["AzureWebJobs_Fetch_Disabled"] = "true",
        };
        try
        {
            var mailbox = new CollectedMailbox(await MailSystem.StartAsync(settings), dovecot, proxy);
            await mailbox.AddAccountAsync(protocol, keep);
            return mailbox;
        }
        catch
        {
            await proxy.DisposeAsync();
            await dovecot.DisposeAsync();
            throw;
        }
    }

    public async Task DeliverAsync(int count)
    {
        await Dovecot.DeliverAsync("alice", Messages, count);
        Messages += count;
    }

    /// <summary>What is left there.</summary>
    public HashSet<int> Remaining() => Dovecot.NumbersOf("alice");

    /// <summary>Asks for a visit, as an operator does.</summary>
    public async Task AskForVisitAsync() => await Storage.Queues.Get(QueueNames.Fetching).SendAsync(Pointer, TimeSpan.Zero, Token);

    /// <summary>Asks until the server has something to say to us.</summary>
    public async Task BeginVisitAsync()
    {
        var (before, clock) = (Proxy.Passed, Stopwatch.StartNew());
        for (var i = 0; Proxy.Passed == before; i++)
        {
            Assert.True(clock.Elapsed < TimeSpan.FromMinutes(2), "nobody visits: " + System.Functions.Output);
            if (i % 50 == 0)
            {
                await AskForVisitAsync();
            }

            await Task.Delay(20, Token);
        }
    }

    /// <summary>The lock of a process that was killed goes after a minute; as it is known here that it is dead, it goes at once.</summary>
    public async Task BreakLocksAsync()
    {
        var locks = new BlobContainerClient(System.Storage, "locks");
        await foreach (var blob in locks.GetBlobsAsync(cancellationToken: Token).Where(blob => blob.Properties.LeaseState == LeaseState.Leased))
        {
            await locks.GetBlobClient(blob.Name).GetBlobLeaseClient().BreakAsync(TimeSpan.Zero, cancellationToken: Token);
        }
    }

    /// <summary>Every message that is no longer there is in the spool here, or in the mailbox.</summary>
    public async Task NoneIsLostAsync()
    {
        // First there: a message is here before it goes there.
        var gone = Enumerable.Range(0, Messages).Except(Remaining()).ToHashSet();
        await foreach (var message in Storage.Mailboxes.ListAsync(AccountId, folder: null, Token))
        {
            gone.Remove(NumberOf(message.Summary.Subject));
        }

        gone.ExceptWith(_spooled);
        await ReadSpoolAsync();
        gone.ExceptWith(_spooled);
        // What left the spool meanwhile, because it has come to its end, is in the mailbox now.
        await foreach (var message in Storage.Mailboxes.ListAsync(AccountId, folder: null, Token))
        {
            gone.Remove(NumberOf(message.Summary.Subject));
        }

        Assert.True(gone.Count == 0, $"deleted there and not here: {string.Join(", ", gone)}");
    }

    /// <summary>Visits until nothing is left there, and everything is in alice's mailbox once and as it was.</summary>
    public async Task AllArriveAsync(TimeSpan limit)
    {
        var clock = Stopwatch.StartNew();
        while (Remaining().Count > 0)
        {
            Assert.True(clock.Elapsed < limit, $"{Remaining().Count} of {Messages} are still there: {await System.MailctlAsync("fetch", "log", Alice)}");
            await AskForVisitAsync();
            await Task.Delay(TimeSpan.FromSeconds(1), Token);
        }

        await NoneIsLostAsync();
        await System.ListWhenThereAsync(Alice, Messages);
        await UntilQuietAsync();
        await AllAreWholeAsync();
    }

    /// <summary>Everything that was delivered there is in alice's mailbox once and as it was, and nothing else is.</summary>
    public async Task AllAreWholeAsync()
    {
        var stored = await System.ExportAsync(Alice);
        Assert.Equal(
            Enumerable.Range(0, Messages).Select(i => FromMessageId(MaildirBox.Message(i))).Order(StringComparer.Ordinal),
            stored.Select(message => FromMessageId(Encoding.Latin1.GetString(message))).Order(StringComparer.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        await System.DisposeAsync();
        await Proxy.DisposeAsync();
        await Dovecot.DisposeAsync();
    }

    private async Task AddAccountAsync(RemoteProtocol protocol, string keep)
    {
        await System.MailctlAsync(
            "fetch", "add", Account, "--protocol", protocol == RemoteProtocol.Pop3 ? "pop3" : "imap", "--tls", "none", "--host", "[127.0.0.1]",
            "--port", Proxy.Port.ToString(CultureInfo.InvariantCulture), "--user", "alice", "--secret", "env:MAIL_FETCH_SECRET_FAR", "--keep", keep);
        AccountId = (await Storage.Directory.FindAccountAsync("example.test", "alice", Token))!.AccountId;
    }

    private async Task ReadSpoolAsync()
    {
        await foreach (var entry in Storage.Spool.ListAsync(from: null, Token))
        {
            if (entry.QueueId is not { } id || !_read.Add(id) || await Storage.Spool.OpenAsync(id, Token) is not { } message)
            {
                continue;
            }

            await using (message)
            {
                using var reader = new StreamReader(message.Content);
                var text = await reader.ReadToEndAsync(Token);
                _spooled.Add(NumberOf(text[(text.IndexOf("Subject: ", StringComparison.Ordinal) + 9)..].Split("\r\n")[0]));
            }
        }
    }

    /// <summary>A second copy would come soon after the last: once nothing waits, nothing more can come.</summary>
    private async Task UntilQuietAsync()
    {
        for (var quiet = 0; quiet < 3;)
        {
            var waiting = await Storage.Queues.Get(QueueNames.Incoming).CountAsync(Token) + await Storage.Queues.Get(QueueNames.Fetching).CountAsync(Token);
            quiet = waiting == 0 ? quiet + 1 : 0;
            await Task.Delay(500, Token);
        }
    }

    // See ScriptedMailbox.Message.
    public static int NumberOf(string? subject) => int.Parse(subject!.AsSpan("number ".Length), CultureInfo.InvariantCulture);

    /// <summary>What is before it is the way the message came: Return-Path there, our fields here.</summary>
    private static string FromMessageId(string message) => message[message.IndexOf("Message-ID: <", StringComparison.Ordinal)..];
}
