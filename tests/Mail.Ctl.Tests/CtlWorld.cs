using System.Text;
using Mail.Core;
using Mail.Testing;
using Mail.Transport;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Ctl.Tests;

/// <summary>An installation in memory and the real command line upon it.</summary>
public sealed class CtlWorld
{
    public static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    public CtlWorld()
    {
        Time = new FakeTimeProvider(Noon);
        Storage = new InMemoryStorage(Time);
        Suppressions = Storage.Suppressions;
        Connect = _ => Ports(Storage);
    }

    /// <summary>The storage behind the command line: in memory, unless a test says otherwise.</summary>
    internal Func<StorageLocation, MailStorage> Connect { get; init; }

    public FakeTimeProvider Time { get; }

    public InMemoryStorage Storage { get; }

    public InMemoryDkimKeys DkimKeys { get; } = new();

    public InMemorySuppressionList Suppressions { get; }

    public InMemoryStsPolicies StsPolicies { get; } = new();

    /// <summary>What the live DNS says.</summary>
    public IDnsResolver Dns { get; set; } = FakeDns.Empty();

    /// <summary>What hosts answer by https.</summary>
    public Func<Uri, WebAnswer> Web { get; set; } = url => throw new HttpRequestException($"{url.Host} has no public address");

    /// <summary>Mailboxes elsewhere; <c>null</c> when a test needs none.</summary>
    public IRemoteMailboxes? RemoteMailboxes { get; set; }

    /// <summary>Is told each line on standard error as it is written.</summary>
    public Action<string>? OnErrorLine { get; set; }

    /// <summary>Standard input, in the place of the text that a command line is given.</summary>
    public TextReader? Input { get; set; }

    /// <summary>What hosts answer to other requests by https.</summary>
    public Func<HttpRequestMessage, CancellationToken, Task<WebAnswer>> WebRequests { get; set; } =
        (request, _) => throw new HttpRequestException($"{request.RequestUri!.Host} has no public address");

    /// <summary>What the person at the terminal types when asked for secrets, in this order; empty when there is no terminal.</summary>
    public Queue<string?> Secrets { get; } = [];

    public Dictionary<string, string> Environment { get; } = [];

    public bool OutIsTerminal { get; set; }

    /// <summary>What is on record of a piece of spam.</summary>
    public static ScreeningRecord Spam { get; } = new()
    {
        Class = "spam",
        Score = 0.998,
        UnsureFrom = 0.2,
        SpamFrom = 0.9,
        SiteModel = "7-3fa9",
        Clues = ["\"subject word: pills\" spam 0.99 (0 ham, 25 spam)"],
        Facts = ["spf=pass"],
        Authentication = "mx.example.test; spf=pass smtp.mailfrom=x@sender.test",
        Findings = ["attachments: clean"],
    };

    /// <summary>The domain example.test with the account alice@example.test.</summary>
    public static CtlWorld WithAlice()
    {
        var world = new CtlWorld();
        world.Storage.Directory.AddDomain("example.test");
        world.Storage.Directory.AddAccount("alice@example.test", "alice");
        return world;
    }

    /// <summary>Runs a command line. Words are separated by spaces: use <see cref="RunAsync(string[], string)"/> for others.</summary>
    public Task<CtlRun> RunAsync(string commandLine, string input = "") =>
        RunAsync(commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries), input);

    public async Task<CtlRun> RunAsync(string[] args, string input = "")
    {
        var bytes = new MemoryStream();
        var error = new WatchedWriter(OnErrorLine) { NewLine = "\n" };
        var console = new CtlConsole
        {
            OutBytes = bytes,
            Out = new StreamWriter(bytes, new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" },
            Error = error,
            In = Input ?? new StringReader(input),
            InIsTerminal = Secrets.Count > 0,
            OutIsTerminal = OutIsTerminal,
            Width = 400,
            ReadSecret = (_, _) => Task.FromResult(Secrets.Dequeue()),
            Environment = Environment.GetValueOrDefault,
        };
        var app = new CtlApp(console, Time, Connect);
        var exitCode = await app.RunAsync(args, TestContext.Current.CancellationToken);
        return new CtlRun(exitCode, bytes.ToArray(), error.ToString());
    }

    /// <summary>Puts a message into a mailbox as the flow does.</summary>
    public async Task<string> DeliverAsync(
        string accountId, string content, MessageSummary? summary = null, string folder = "INBOX", ScreeningRecord? screening = null, params string[] flags)
    {
        Time.Advance(TimeSpan.FromSeconds(1));
        var id = $"{QueueId.New(Time)}-1";
        await Storage.Mailboxes.DeliverAsync(
            new MailboxDelivery
            {
                AccountId = accountId,
                DeliveryId = id,
                Folder = folder,
                PrependedFields = "Return-Path: <x@sender.test>\r\n"u8.ToArray(),
                Content = new MemoryStream(Encoding.Latin1.GetBytes(content)),
                Summary = summary ?? new MessageSummary { From = "x@sender.test", To = "alice@example.test", Subject = "hi" },
                Decision = new DecisionRecord { Route = ["recipient alice@example.test"], Screen = "passed", Screening = screening, Sort = "INBOX: default" },
                ReceivedAt = Time.GetUtcNow(),
                Flags = flags,
            },
            TestContext.Current.CancellationToken);
        return id;
    }

    private MailStorage Ports(InMemoryStorage storage) => new(
        storage.Directory,
        storage.Directory,
        storage.Mailboxes,
        storage.Spool,
        storage.Log,
        storage.Queues,
        storage.Outbound,
        storage.Destinations,
        storage.Settings,
        storage.Credentials,
        storage.SenderGrants,
        storage.AccessRules,
        storage.Rejects)
    {
        Transports = storage.Transports,
        Rules = storage.Rules,
        StsPolicies = StsPolicies,
        DmarcSummaries = storage.DmarcSummaries,
        Suppressions = storage.Suppressions,
        Forwarding = storage.Forwarding,
        Training = storage.TrainingLedger,
        Models = storage.Models,
        SiteSettings = storage.Settings,
        OpenContents = () => throw new NotSupportedException("Memory has neither tables nor blobs: connect to Azurite."),
        Dns = Dns,
        FetchAsync = (url, _) => Task.Run(() => Web(url)),
        SendWebAsync = (request, cancellationToken) => WebRequests(request, cancellationToken),
        RemoteAccounts = storage.RemoteAccounts,
        FetchState = storage.FetchState,
        OpenRemoteSecrets = (_, _, _) => Task.FromResult<IRemoteSecrets>(new InMemoryRemoteSecrets(storage.RemoteAccounts)),
        Locks = storage.Locks,
        OpenRemoteMailboxes = (_, _) => RemoteMailboxes ?? throw new InvalidOperationException("This test has no mailboxes elsewhere."),
        ReadWebhookKeys = (environment, _) => Task.FromResult(environment("MAIL_KEY") is null ? null : new WebhookKeys(new byte[32])),
        OpenDkimKeys = (_, _, _) => Task.FromResult<IDkimKeyEditor>(DkimKeys),
        OpenFetching = (_, _) => throw new NotSupportedException("Memory has no network: connect to Azurite."),
    };
}
