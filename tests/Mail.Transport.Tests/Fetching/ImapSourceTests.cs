using System.Collections.Concurrent;
using System.Text;
using Mail.Core;

namespace Mail.Transport.Tests;

public sealed class ImapSourceTests : IAsyncDisposable
{
    private readonly ImapWorld _world = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact(Timeout = 30_000)]
    public async Task Messages_come_as_they_are()
    {
        _world.Mailbox.AddMany(50);
        _world.Mailbox.Add("8bit-50", "From: a\r\n\r\n\u00e4\u00f6\r\n.\u00fc\r\n..\r\n");
        var read = await _world.ReadAllAsync();

        Assert.Equal([.. _world.Mailbox.Messages.Select(message => Encoding.Latin1.GetString(message.Content))], Enumerable.Range(1, 51).Select(uid => read[$"{uid}"]));
    }

    [Fact(Timeout = 30_000)]
    public async Task Headers_come_in_one_round_trip()
    {
        for (var i = 0; i < 50; i++)
        {
            _world.Mailbox.Add($"{i}", "Received: from far.test\r\n" + Mail.Testing.ScriptedMailbox.Message(i));
        }

        var headers = await HeadersAsync(_ => { });

        Assert.Equal(50, headers.Count);
        Assert.All(headers.Values, header => Assert.DoesNotContain("Hello", header, StringComparison.Ordinal));
        Assert.Single(_world.Server.Commands, command => command.Contains("HEADER", StringComparison.Ordinal));
    }

    /// <summary>A message is known again by its header, whichever way that was read.</summary>
    [Theory(Timeout = 30_000)]
    [InlineData("Message-ID: <1@far.test>\r\nSubject: \u00e4\r\n folded\r\n\tand again\r\nFROM:nobody\r\nDate : late\r\n\r\n")]
    [InlineData("Received: x\r\nMessage-ID: <1@far.test>\r\nSubject: \u00e4\r\n folded\r\n\tand again\r\nFROM:nobody\r\nDate : late\r\nX-Last:\r\n\r\n")]
    [InlineData("no field\r\nSubject: one\r\nSubject: two\r\n: nameless\r\n\r\n")]
    [InlineData("From someone Thu Jan  1 00:00:00 1970\r\nX-Long: 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789\r\n\r\n")]
    [InlineData("\r\n")]
    public async Task Header_is_the_same_as_that_of_the_message(string header)
    {
        _world.Mailbox.Add("0", header + "text\r\n");

        Assert.Equal(header, (await HeadersAsync(_ => { }))["1"]);
    }

    [Fact(Timeout = 30_000)]
    public async Task Message_that_is_gone_meanwhile_is_left_out()
    {
        _world.Mailbox.AddMany(5);
        var headers = await HeadersAsync(listed => _world.Mailbox.Remove(new HashSet<string> { "uid-2" }));

        Assert.Equal(["1", "2", "4", "5"], headers.Keys.Order(StringComparer.Ordinal));
    }

    /// <summary>RFC 2180 §4.1.2: a server may refuse the whole command for one message.</summary>
    [Fact(Timeout = 30_000)]
    public async Task Message_that_the_server_does_not_give_away_is_left_out()
    {
        _world.Mailbox.AddMany(3);
        _world.Server.Answer = command =>
            command.StartsWith("UID FETCH 1:3 ", StringComparison.Ordinal) || command.StartsWith("UID FETCH 2 ", StringComparison.Ordinal) ? "{tag} NO disk error\r\n" : null;

        Assert.Equal(["1", "3"], (await HeadersAsync(_ => { })).Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["1", "3"], (await _world.ReadAllAsync()).Keys.Order(StringComparer.Ordinal));
    }

    private async Task<IReadOnlyDictionary<string, string>> HeadersAsync(Action<IReadOnlyList<RemoteMessage>> listed)
    {
        await using var mailbox = await _world.OpenAsync();
        await mailbox.OpenAsync("INBOX", Token);
        var messages = await mailbox.ListAsync(Token);
        listed(messages);
        var headers = new ConcurrentDictionary<string, string>();
        await mailbox.ReadHeadersAsync(
            messages,
            async (message, content, token) =>
            {
                using var reader = new StreamReader(content, Encoding.Latin1);
                headers[message.Uid] = await reader.ReadToEndAsync(token);
            },
            Token);
        await mailbox.CloseAsync(Token);
        return headers;
    }
}
