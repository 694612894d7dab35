using System.Text;
using Mail.Testing;

namespace Mail.Gateway.Tests;

/// <summary>Access tokens over a connection.</summary>
public class TokenAttemptTests
{
    [Fact]
    public async Task A_token_logs_its_owner_in_and_nobody_else()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var bench = await SubmissionBench.StartAsync(
            authWithoutTls: false, options => options with { OAuthIssuer = issuer.Url, OAuthAudience = "mail" });
        foreach (var (user, token, answer) in new[]
        {
            ("alice@example.test", issuer.Issue(), "235 2.7.0"),
            ("bob@example.test", issuer.Issue(), "535 5.7.8"),
            ("alice@example.test", issuer.Issue(change => change.Audience = "another"), "535 5.7.8"),
            ("alice@example.test", "rubbish", "535 5.7.8"),
        })
        {
            Assert.StartsWith(answer, await TryAsync(bench, "OAUTHBEARER", $"n,a={user},\u0001auth=Bearer {token}\u0001\u0001"), StringComparison.Ordinal);
            Assert.StartsWith(answer, await TryAsync(bench, "XOAUTH2", $"user={user}\u0001auth=Bearer {token}\u0001\u0001"), StringComparison.Ordinal);
        }
    }

    private static async Task<string> TryAsync(SubmissionBench bench, string mechanism, string message)
    {
        using var client = await SmtpDialog.ConnectAsync(bench.Gateway.PortOf("submission"));
        await client.StartTlsAsync();
        Assert.Contains(mechanism, await client.EhloAsync(), StringComparison.Ordinal);
        // RFC 7628 §3.1: long tokens go in a line of their own.
        Assert.StartsWith("334", await client.CommandAsync("AUTH " + mechanism), StringComparison.Ordinal);
        var reply = (await client.CommandAsync(Convert.ToBase64String(Encoding.UTF8.GetBytes(message))))!;
        // RFC 7628 §3.2.3: what is wrong comes as a challenge, and the client says that it has seen it.
        return reply.StartsWith("334 ", StringComparison.Ordinal) ? (await client.CommandAsync("AQ=="))! : reply;
    }
}
