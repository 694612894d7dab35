using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Mail.Azure;
using Mail.Core;
using Mail.Testing;

namespace Mail.EndToEnd.Tests;

/// <summary>A system that sends to scripted servers, each the smarthost of a domain of its own, and tries again after seconds.</summary>
internal sealed partial class SendingPeers : IAsyncDisposable
{
    /// <summary>Who writes.</summary>
    public const string User = "alice@example.test";

    private MailSystem? _system;
    private AzureStorage? _storage;

    private SendingPeers(IEnumerable<string> domains) => Servers = domains.ToDictionary(domain => domain, _ => new ScriptedSmtpServer());

    public MailSystem System => _system!;

    public AzureStorage Storage => _storage!;

    /// <summary>By domain.</summary>
    public IReadOnlyDictionary<string, ScriptedSmtpServer> Servers { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="more">Environment variables.</param>
    public static async Task<SendingPeers> StartAsync(
        IEnumerable<string> domains, StorageProxy? proxy = null, IReadOnlyDictionary<string, string>? more = null)
    {
        var peers = new SendingPeers(domains);
        try
        {
            var settings = new Dictionary<string, string>(more ?? new Dictionary<string, string>())
            {
                ["AzureWebJobs_Outbound_Disabled"] = "false",
                ["MAIL_QUEUE_LEASE_SECONDS"] = "10",
            };
            peers._system = await MailSystem.StartAsync(settings, peers.PrepareAsync, proxy);
            return peers;
        }
        catch
        {
            await peers.DisposeAsync();
            throw;
        }
    }

    public async Task<SubmissionClient> ConnectAsync(string user)
    {
        var added = await System.MailctlAsync("account", "app-password", "add", user, "--name", "client" + Guid.NewGuid().ToString("N")[..8], "--json");
        var password = global::System.Text.Json.JsonDocument.Parse(added).RootElement.GetProperty("password").GetString()!;
        return await SubmissionClient.ConnectAsync(System, user, password, Token);
    }

    /// <param name="lines">Of the text.</param>
    public static byte[] Message(int number, string sender, string recipient, int lines = 1) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"From: X <{sender}>\r\nTo: {recipient}\r\nSubject: message {number}\r\nDate: Mon, 5 Oct 2026 10:00:00 +0200\r\nMessage-ID: <n{number}@client.test>\r\n\r\n{string.Concat(Enumerable.Repeat($"line of message {number}\r\n", lines))}.\r\nlast\r\n"));

    /// <summary>Of a message as <see cref="Message"/> makes them, which nobody has changed.</summary>
    public static int NumberOf(ReceivedMessage message)
    {
        var text = Encoding.UTF8.GetString(message.Content);
        var number = int.Parse(MessageId().Match(text).Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        var recipient = Assert.Single(message.Recipients)["RCPT TO:<".Length..].Split('>')[0];
        Assert.EndsWith(Encoding.UTF8.GetString(Message(number, User, recipient)), text, StringComparison.Ordinal);
        return number;
    }

    /// <summary>Ends when the servers together have taken so many messages.</summary>
    public async Task UntilTakenAsync(int messages)
    {
        var clock = Stopwatch.StartNew();
        while (Servers.Values.Sum(server => server.Messages.Count) < messages)
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), "nothing goes on: " + System.Functions.Output);
            await Task.Delay(10, Token);
        }
    }

    /// <summary>Ends when so many messages of users have come to their end, and no job waits any more.</summary>
    public async Task UntilSettledAsync(int messages, TimeSpan limit)
    {
        var clock = Stopwatch.StartNew();
        while (await Storage.Log.ListAsync(from: null, state: null, Token).CountAsync(IsSettled, Token) < messages
            || await Storage.Outbound.ListAsync(Token).AnyAsync(Token))
        {
            Assert.True(clock.Elapsed < limit, "not all are settled: " + System.Functions.Output);
            await Task.Delay(500, Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in Servers.Values)
        {
            await server.DisposeAsync();
        }

        if (_system is not null)
        {
            await _system.DisposeAsync();
        }
    }

    private static bool IsSettled(MessageRecord record) =>
        record is { ReversePath: not null, IsFinal: true } && record.Recipients.All(recipient => recipient.Outcome != RecipientOutcome.Queued);

    private async Task PrepareAsync(MailSystem system)
    {
        _storage = new AzureStorage(new StorageOptions { Connection = system.Storage });
        foreach (var (name, value) in new[]
        {
            ("retry-first", "1s"), ("retry-max", "2s"), ("submission-recipients-per-hour", "100000"), ("submission-recipients-per-day", "100000"),
        })
        {
            await _storage.SettingsEditor.SetAsync(new SiteSettingRow(name, value), Token);
        }

        foreach (var (domain, server) in Servers)
        {
            await _storage.TransportsEditor.SetAsync(
                new Core.Transport { Pattern = domain, Kind = TransportKind.Smarthost, Host = "[127.0.0.1]", Port = server.Port }, Token);
        }
    }

    [GeneratedRegex("^Message-ID: <n([0-9]+)@", RegexOptions.Multiline)]
    private static partial Regex MessageId();
}
