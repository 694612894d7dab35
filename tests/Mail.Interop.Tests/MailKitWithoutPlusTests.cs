namespace Mail.Interop.Tests;

/// <summary>MailKit, and a gateway as it is by default: without SCRAM-SHA-256-PLUS.</summary>
public class MailKitWithoutPlusTests(SharedSystem shared) : IClassFixture<SharedSystem>
{
    [Theory(Timeout = 180_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Scram_goes_on_without_binding(bool implicitTls)
    {
        var system = await shared.StartAsync();
        var user = await shared.NewAccountAsync();
        using var session = await MailKitSession.ConnectAsync(system, implicitTls);
        Assert.DoesNotContain("SCRAM-SHA-256-PLUS", session.Client.AuthenticationMechanisms);
        await session.Client.AuthenticateAsync(user, await shared.NewPasswordAsync(user), TestContext.Current.CancellationToken);
        Assert.Contains("C: AUTH SCRAM-SHA-256 ", session.Log, StringComparison.Ordinal);
        await session.SendAsync(user, user, "without PLUS");
        await system.ListWhenThereAsync(user, 1);
    }
}
