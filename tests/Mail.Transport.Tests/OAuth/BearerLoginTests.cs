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

    private async Task LogInAsync(RemoteProtocol protocol, string greeting, Func<string, string> answer)
    {
        _listener.Start();
        var serving = ServeAsync(greeting, answer);
        var world = new OAuthWorld();
        var account = await world.AuthorizedAsync() with
        {
            Protocol = protocol,
            Tls = RemoteTls.None,
            Host = "mail.test",
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
        };
        var mailboxes = new RemoteMailboxes(
            FakeDns.Parse("""{"mail.test": {"A": ["127.0.0.1"]}}"""), new FetchOptions { AllowedNetworks = [IPNetwork.Parse("127.0.0.0/8")] }, world.Secrets, world.Tokens, TimeProvider.System);

        await using var mailbox = await mailboxes.OpenAsync(account, Token);
        await mailbox.CloseAsync(Token);
        _listener.Stop();
        await serving;
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
