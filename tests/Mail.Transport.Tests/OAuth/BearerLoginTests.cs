using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Mail.Core;
using Mail.Testing;

namespace Mail.Transport.Tests;

/// <summary>How access tokens go over the wire to mail servers, line by line.</summary>
public sealed class BearerLoginTests : IDisposable
{
    private static readonly string Initial = Convert.ToBase64String("user=alice\u0001auth=Bearer access1\u0001\u0001"u8);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> _said = [];

    public void Dispose() => _listener.Dispose();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Microsoft's POP3 server takes no initial response on the line of AUTH: https://learn.microsoft.com/exchange/client-developer/legacy-protocols.</summary>
    [Fact(Timeout = 30_000)]
    public async Task Pop3_gets_the_token_on_a_line_of_its_own()
    {
        await LogInAsync(RemoteProtocol.Pop3, "+OK ready", said => said switch
        {
            "CAPA" => "+OK\r\nSASL PLAIN XOAUTH2\r\nUIDL\r\nUSER\r\n.",
            "AUTH XOAUTH2" => "+ ",
            "STAT" => "+OK 0 0",
            _ => "+OK",
        });

        Assert.Equal(["AUTH XOAUTH2", Initial], _said.SkipWhile(line => !line.StartsWith("AUTH", StringComparison.Ordinal)).Take(2));
    }

    /// <summary>RFC 7628 §3.1 and §3.2.3, with the initial response of RFC 4959 and without.</summary>
    [Theory(Timeout = 30_000)]
    [InlineData("SASL-IR ")]
    [InlineData("")]
    public async Task Imap_that_has_only_the_standard_gets_the_token_so_and_may_refuse_it(string extension)
    {
        var tag = "";

        var error = await Assert.ThrowsAsync<RemoteMailboxException>(() => LogInAsync(RemoteProtocol.Imap, $"* OK [CAPABILITY IMAP4rev1 {extension}AUTH=OAUTHBEARER] ready", said =>
        {
            tag = said.Contains(' ', StringComparison.Ordinal) ? said.Split(' ')[0] : tag;
            return said.EndsWith(" AUTHENTICATE OAUTHBEARER", StringComparison.Ordinal) ? "+ " : said == "AQ==" ? $"{tag} NO [AUTHENTICATIONFAILED] no" : "+ eyJzdGF0dXMiOiI0MDAifQ==";
        }));

        Assert.Equal((RemoteFailure.Credentials, false), (error.Failure, error.IsFinal));
        var initial = Encoding.UTF8.GetString(Convert.FromBase64String(_said.TakeWhile(line => line != "AQ==").Last().Split(' ')[^1]));
        Assert.Matches("^n,a=alice,\u0001host=mail.test\u0001port=[0-9]+\u0001auth=Bearer access1\u0001\u0001$", initial);
        Assert.Contains("AQ==", _said);
    }

    [Fact(Timeout = 30_000)]
    public async Task Imap_gets_the_token_with_the_command()
    {
        await LogInAsync(RemoteProtocol.Imap, "* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2 AUTH=PLAIN] ready", said =>
        {
            var tag = said.Split(' ')[0];
            return said.Contains(" NAMESPACE", StringComparison.Ordinal) ? $"* NAMESPACE ((\"\" \"/\")) NIL NIL\r\n{tag} OK done"
                : said.Contains(" LIST", StringComparison.Ordinal) ? $"* LIST () \"/\" INBOX\r\n{tag} OK done"
                : said.Contains(" CAPABILITY", StringComparison.Ordinal) ? $"* CAPABILITY IMAP4rev1 NAMESPACE\r\n{tag} OK done"
                : $"{tag} OK [CAPABILITY IMAP4rev1 NAMESPACE] done";
        });

        Assert.EndsWith($" AUTHENTICATE XOAUTH2 {Initial}", _said.First(line => line.Contains("AUTHENTICATE", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    /// <summary>The reason comes as a challenge, whose answer is an empty line (https://developers.google.com/workspace/gmail/imap/xoauth2-protocol, "Error response").</summary>
    [Fact(Timeout = 30_000)]
    public async Task Token_that_imap_refuses_is_forgotten_and_nothing_final()
    {
        var tag = "";
        var world = new OAuthWorld();

        var error = await Assert.ThrowsAsync<RemoteMailboxException>(() => LogInAsync(RemoteProtocol.Imap, "* OK [CAPABILITY IMAP4rev1 AUTH=XOAUTH2 AUTH=PLAIN] ready", said =>
        {
            tag = said.Contains(' ', StringComparison.Ordinal) ? said.Split(' ')[0] : tag;
            return said.EndsWith(" AUTHENTICATE XOAUTH2", StringComparison.Ordinal) ? "+ "
                : said == Initial ? "+ eyJzdGF0dXMiOiI0MDAiLCJzY2hlbWVzIjoiQmVhcmVyIn0="
                : said.Length == 0 ? $"{tag} NO [AUTHENTICATIONFAILED] Invalid credentials"
                : $"{tag} BAD what";
        }, world));

        Assert.Equal((RemoteFailure.Credentials, false), (error.Failure, error.IsFinal));
        Assert.Equal([Initial, ""], _said.SkipWhile(line => line != Initial).Take(2));
        Assert.Equal("access2", await world.Tokens.GetAsync(await world.AccountAsync(), Token));
    }

    [Fact(Timeout = 30_000)]
    public async Task Token_that_pop3_refuses_is_nothing_final()
    {
        var error = await Assert.ThrowsAsync<RemoteMailboxException>(() => LogInAsync(RemoteProtocol.Pop3, "+OK ready", said => said switch
        {
            "CAPA" => "+OK\r\nSASL XOAUTH2\r\nUIDL\r\nUSER\r\n.",
            "AUTH XOAUTH2" => "+ ",
            "" => "-ERR [AUTH] no",
            _ when said == Initial => "+ eyJzdGF0dXMiOiI0MDAifQ==",
            _ => "+OK",
        }));

        Assert.Equal((RemoteFailure.Credentials, false), (error.Failure, error.IsFinal));
        Assert.Equal([Initial, ""], _said.SkipWhile(line => line != Initial).Take(2));
    }

    private async Task LogInAsync(RemoteProtocol protocol, string greeting, Func<string, string> answer, OAuthWorld? given = null)
    {
        _listener.Start();
        var serving = ServeAsync(greeting, answer);
        var world = given ?? new OAuthWorld();
        var account = await world.AuthorizedAsync() with
        {
            Protocol = protocol,
            Tls = RemoteTls.None,
            Host = "mail.test",
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
        };
        var mailboxes = new RemoteMailboxes(
            FakeDns.Parse("""{"mail.test": {"A": ["127.0.0.1"]}}"""), new FetchOptions { AllowedNetworks = [IPNetwork.Parse("127.0.0.0/8")] }, world.Secrets, world.Tokens, TimeProvider.System);

        try
        {
            await using var mailbox = await mailboxes.OpenAsync(account, Token);
            await mailbox.CloseAsync(Token);
        }
        finally
        {
            _listener.Stop();
            await serving;
        }
    }

    private async Task ServeAsync(string greeting, Func<string, string> answer)
    {
        using var client = await _listener.AcceptTcpClientAsync(Token);
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        await using var writer = new StreamWriter(client.GetStream(), Encoding.ASCII) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync(greeting);
        try
        {
            while (await reader.ReadLineAsync(Token) is { } line)
            {
                _said.Enqueue(line);
                await writer.WriteLineAsync(answer(line));
            }
        }
        catch (IOException)
        {
            // The session was cut, as it is when it is disposed.
        }
    }
}
