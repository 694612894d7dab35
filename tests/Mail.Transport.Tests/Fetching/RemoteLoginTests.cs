using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Mail.Core;
using Mail.Testing;

namespace Mail.Transport.Tests;

/// <summary>Which way to log in is taken, and what a server can do with it, line by line over IMAP.</summary>
public sealed class RemoteLoginTests : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> _said = [];

    public void Dispose() => _listener.Dispose();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = 30_000)]
    [InlineData("AUTH=PLAIN AUTH=LOGIN AUTH=CRAM-MD5 AUTH=SCRAM-SHA-1 AUTH=SCRAM-SHA-256 AUTH=GSSAPI", "AUTHENTICATE SCRAM-SHA-256 ")]
    [InlineData("AUTH=PLAIN AUTH=LOGIN AUTH=CRAM-MD5 AUTH=DIGEST-MD5 AUTH=NTLM", "AUTHENTICATE CRAM-MD5")]
    [InlineData("AUTH=LOGIN AUTH=PLAIN", "AUTHENTICATE PLAIN AGFsaWNlAHMzY3JldA==")]
    [InlineData("AUTH=LOGIN", "AUTHENTICATE LOGIN")]
    [InlineData("", "LOGIN alice s3cret")]
    public async Task Best_way_that_is_offered_is_taken(string offered, string command)
    {
        await Assert.ThrowsAsync<RemoteMailboxException>(() => LogInAsync(offered, (_, tag) => $"{tag} NO [AUTHENTICATIONFAILED] no"));

        Assert.Contains(_said, said => said.Contains(' ' + command, StringComparison.Ordinal));
        // Those that do not show the password are not followed by one that does.
        Assert.Single(_said, said => said.Contains("AUTHENTICATE", StringComparison.Ordinal) || said.Contains(" LOGIN ", StringComparison.Ordinal));
    }

    /// <summary>RFC 5802 §5.1: the server says how often the hash is made.</summary>
    [Theory(Timeout = 30_000)]
    [InlineData("2147483647")]
    [InlineData("1000001")]
    [InlineData("99999999999999999999")]
    public async Task Server_cannot_ask_for_work_without_end(string iterations)
    {
        var error = await Assert.ThrowsAsync<RemoteMailboxException>(() => LogInAsync("SASL-IR AUTH=SCRAM-SHA-256", (said, tag) => First(said) is not { } first
            ? $"{tag} NO done"
            : "+ " + Convert.ToBase64String(Encoding.ASCII.GetBytes($"{first[(first.IndexOf("r=", StringComparison.Ordinal))..]}x,s=c2FsdA==,i={iterations}"))));

        Assert.Equal((RemoteFailure.Protocol, "mail.test cannot be logged in to: more than 1000000 iterations are asked for"), (error.Failure, error.Message));
    }

    [Fact(Timeout = 30_000)]
    public async Task Server_that_does_not_know_the_password_is_not_taken_for_a_wrong_password()
    {
        var error = await Assert.ThrowsAsync<RemoteMailboxException>(() => LogInAsync("SASL-IR AUTH=SCRAM-SHA-256", (said, tag) => First(said) is not { } first
            ? said.Length == 0 || said.Contains(' ', StringComparison.Ordinal) ? $"{tag} OK done" : "+ " + Convert.ToBase64String("v=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="u8)
            : "+ " + Convert.ToBase64String(Encoding.ASCII.GetBytes($"{first[(first.IndexOf("r=", StringComparison.Ordinal))..]}x,s=c2FsdA==,i=4096"))));

        Assert.Equal(RemoteFailure.Protocol, error.Failure);
    }

    /// <summary>client-first-message, when a line has one.</summary>
    private static string? First(string said) =>
        said.Split(' ') is [_, "AUTHENTICATE", "SCRAM-SHA-256", var initial] ? Encoding.UTF8.GetString(Convert.FromBase64String(initial)) : null;

    private async Task LogInAsync(string offered, Func<string, string, string> answer)
    {
        _listener.Start();
        var serving = ServeAsync($"* OK [CAPABILITY IMAP4rev1 SASL-IR {offered}] ready", answer);
        var account = new RemoteAccount
        {
            Key = new RemoteAccountKey(MailAddress.Parse("alice@example.test"), "there"),
            Id = "there",
            Protocol = RemoteProtocol.Imap,
            Tls = RemoteTls.None,
            Host = "mail.test",
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
            User = "alice",
            Interval = RemoteAccount.DefaultInterval,
            Folders = ["INBOX"],
        };
        var secrets = new FixedSecrets("s3cret");
        var mailboxes = new RemoteMailboxes(
            FakeDns.Parse("""{"mail.test": {"A": ["127.0.0.1"]}}"""), new FetchOptions { AllowedNetworks = [IPNetwork.Parse("127.0.0.0/8")] }, secrets, secrets, TimeProvider.System);
        try
        {
            await using var mailbox = await mailboxes.OpenAsync(account, Token);
        }
        finally
        {
            _listener.Stop();
            await serving;
        }
    }

    private async Task ServeAsync(string greeting, Func<string, string, string> answer)
    {
        using var client = await _listener.AcceptTcpClientAsync(Token);
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        await using var writer = new StreamWriter(client.GetStream(), Encoding.ASCII) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync(greeting);
        var tag = "";
        try
        {
            while (await reader.ReadLineAsync(Token) is { } line)
            {
                _said.Enqueue(line);
                tag = line.Contains(' ', StringComparison.Ordinal) ? line.Split(' ')[0] : tag;
                await writer.WriteLineAsync(line.Contains(" LOGOUT", StringComparison.Ordinal) ? $"* BYE\r\n{tag} OK" : answer(line, tag));
            }
        }
        catch (IOException)
        {
            // The session was cut, as it is when it is disposed.
        }
    }
}
