using System.Diagnostics;
using System.Net;
using System.Text;
using MailKit.Security;

namespace Mail.Interop.Tests;

/// <summary>MailKit as the mail client, with everything that it knows of logging in.</summary>
public class MailKitTests(MailKitSystem shared) : IClassFixture<MailKitSystem>
{
    [Theory(Timeout = 180_000)]
    [InlineData("PLAIN")]
    [InlineData("LOGIN")]
    [InlineData("SCRAM-SHA-256")]
    [InlineData("SCRAM-SHA-256-PLUS")]
    [InlineData("OAUTHBEARER")]
    [InlineData("XOAUTH2")]
    public async Task Submits_on_both_ports_by(string mechanism)
    {
        var system = await shared.StartAsync();
        var user = await shared.NewAccountAsync();
        var secret = mechanism.Contains("OAUTH", StringComparison.Ordinal) ? shared.Issue(user) : await shared.NewPasswordAsync(user);
        foreach (var implicitTls in new[] { false, true })
        {
            using var session = await MailKitSession.ConnectAsync(system, implicitTls);
            Assert.Contains(mechanism, session.Client.AuthenticationMechanisms);
            Assert.True(await session.LogsInAsync(Sasl(mechanism, user, secret)), session.Log);
            await session.SendAsync(user, user, mechanism);
        }

        await system.ListWhenThereAsync(user, 2);
        Assert.All(
            (await system.ExportAsync(user)).ConvertAll(Encoding.Latin1.GetString),
            message => Assert.Contains("with ESMTPSA id ", message, StringComparison.Ordinal));
        Assert.DoesNotContain(secret, system.Gateway.Output, StringComparison.Ordinal);
    }

    [Theory(Timeout = 180_000)]
    [InlineData("PLAIN")]
    [InlineData("LOGIN")]
    [InlineData("SCRAM-SHA-256")]
    [InlineData("SCRAM-SHA-256-PLUS")]
    [InlineData("OAUTHBEARER")]
    [InlineData("XOAUTH2")]
    public async Task Is_refused_with_what_is_wrong_and_can_try_again(string mechanism)
    {
        var system = await shared.StartAsync();
        var user = await shared.NewAccountAsync();
        // Before the first attempt: what the gateway has read of an account it believes for some seconds.
        var password = await shared.NewPasswordAsync(user);
        using var session = await MailKitSession.ConnectAsync(system);
        Assert.False(await session.LogsInAsync(Sasl(mechanism, user, "wrong")), session.Log);
        Assert.Contains("S: 535 5.7.8 ", session.Log, StringComparison.Ordinal);
        Assert.True(await session.LogsInAsync(Sasl("PLAIN", user, password)), session.Log);
    }

    [Fact(Timeout = 180_000)]
    public async Task Somebody_elses_token_is_no_use()
    {
        var system = await shared.StartAsync();
        using var session = await MailKitSession.ConnectAsync(system);
        Assert.False(await session.LogsInAsync(Sasl("XOAUTH2", "alice@example.test", shared.Issue("bob@example.test"))), session.Log);
    }

    [Fact(Timeout = 180_000)]
    public async Task Chooses_by_itself_what_is_bound_to_the_connection()
    {
        var system = await shared.StartAsync();
        var user = await shared.NewAccountAsync();
        using var session = await MailKitSession.ConnectAsync(system);
        await session.Client.AuthenticateAsync(user, await shared.NewPasswordAsync(user), TestContext.Current.CancellationToken);
        Assert.Contains("C: AUTH SCRAM-SHA-256-PLUS ", session.Log, StringComparison.Ordinal);
    }

    [Fact(Timeout = 180_000)]
    public async Task A_revoked_app_password_is_out_within_ten_seconds_and_the_others_are_not()
    {
        var system = await shared.StartAsync();
        var user = await shared.NewAccountAsync();
        var (lost, kept) = (await shared.NewPasswordAsync(user, "phone"), await shared.NewPasswordAsync(user, "laptop"));
        Assert.True(await LogsInAsync(lost));
        await system.MailctlAsync("account", "app-password", "revoke", user, "--name", "phone");
        // The clock is that of the attempt's beginning: how long one takes is not the matter.
        for (var since = Stopwatch.StartNew(); ;)
        {
            var begun = since.Elapsed;
            if (!await LogsInAsync(lost))
            {
                break;
            }

            Assert.True(begun < TimeSpan.FromSeconds(10), $"still taken after {begun}");
            await Task.Delay(500, TestContext.Current.CancellationToken);
        }

        Assert.True(await LogsInAsync(kept));

        async Task<bool> LogsInAsync(string password)
        {
            using var session = await MailKitSession.ConnectAsync(system);
            return await session.LogsInAsync(Sasl("SCRAM-SHA-256", user, password));
        }
    }

    private static SaslMechanism Sasl(string mechanism, string user, string secret) =>
        SaslMechanism.Create(mechanism, Encoding.UTF8, new NetworkCredential(user, secret))!;
}
