using System.Security.Cryptography;
using System.Text;
using Mail.Dns;
using Mail.Testing;
using Mail.Transport.Tests.Signing;

namespace Mail.EndToEnd.Tests;

/// <summary>From a user's program to another server, and into a mailbox here: signed so that others accept it. dkimpy has the last word.</summary>
public class SignedMailTests
{
    private const string User = "alice@example.test";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 180_000)]
    public async Task What_a_user_submits_is_signed_for_others_and_delivered_here_and_what_is_sent_on_is_sealed()
    {
        await using var dns = new FakeDnsServer(DnsZone.Parse("{}"));
        await using var peers = await SendingPeers.StartAsync(["remote.test", "forward.test"], proxy: null, new Dictionary<string, string>
        {
            ["MAIL_KEY"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            ["MAIL_DNS_SERVERS"] = dns.EndPoint.ToString(),
        });
        await peers.System.MailctlAsync("domain", "dkim", "create", "example.test");
        await peers.System.MailctlAsync("domain", "dkim", "rotate", "example.test", "--force");
        await peers.System.MailctlAsync("alias", "add", "old@example.test", "new@forward.test");
        var zone = await peers.Storage.OpenDkimKeyEditor(null).ListAsync(null, Token).ToDictionaryAsync(key => key.RecordName, key => key.RecordText, cancellationToken: Token);
        var message = SendingPeers.Message(1, User, "a@remote.test");

        await using var client = await peers.ConnectAsync(User);
        await client.SubmitAsync($"<{User}>", ["<a@remote.test>", "<bob@example.test>"], message, Token);
        using var stranger = new SmtpClient(peers.System.SmtpPort);
        await stranger.SendAsync("old@example.test", TestMessages.Numbered(2, 500), Token);

        // The record of what a stranger has sent counts as well.
        await peers.UntilSettledAsync(2, TimeSpan.FromSeconds(60));
        var sent = Assert.Single(peers.Servers["remote.test"].Messages);
        Assert.EndsWith(Encoding.UTF8.GetString(message), Encoding.UTF8.GetString(sent.Content), StringComparison.Ordinal);
        await AssertHereAsync(peers, message);
        var forwarded = Assert.Single(peers.Servers["forward.test"].Messages);
        Assert.StartsWith("RCPT TO:<new@forward.test>", Assert.Single(forwarded.Recipients), StringComparison.Ordinal);

        // RSA and Ed25519, and DMARC: d= is the domain of From.
        Assert.Equal(["pass", "pass", "arc none"], await DkimPy.VerifyAsync(sent.Content, zone));
        Assert.Equal(2, Encoding.UTF8.GetString(sent.Content).Split("d=example.test;").Length - 1);
        Assert.Equal(["arc pass"], await DkimPy.VerifyAsync(forwarded.Content, zone));
    }

    private static async Task AssertHereAsync(SendingPeers peers, byte[] message)
    {
        await peers.System.ListWhenThereAsync("bob@example.test", 1);
        var stored = Encoding.UTF8.GetString(Assert.Single(await peers.System.ExportAsync("bob@example.test")));
        Assert.EndsWith(Encoding.UTF8.GetString(message), stored, StringComparison.Ordinal);
    }
}
