using System.Text.RegularExpressions;

namespace Mail.Interop.Tests;

/// <summary>A Postfix that nobody here knows.</summary>
public partial class StrangerTests(StrangerSystem shared) : IClassFixture<StrangerSystem>
{
    [Fact(Timeout = 180_000)]
    public async Task A_postfix_with_a_name_delivers_at_the_first_attempt()
    {
        Peer.RequireInstalled("postfix", "postfix");
        var system = await shared.StartAsync();
        var recipient = await shared.NewAccountAsync();
        await using var relay = await PostfixRelay.StartAsync(system, "smtp_tls_security_level = may", "smtp_bind_address = 127.0.0.1");
        await relay.SubmitAsync(recipient);
        await relay.UntilLoggedAsync("status=sent (250 2.0.0 Ok: queued as");
        Assert.Empty(Refusals().Matches(relay.Log));
        await RelayedMessage.AssertArrivedAsync(system, recipient);
    }

    [Fact(Timeout = 240_000)]
    public async Task A_postfix_without_a_name_is_greylisted_and_comes_again()
    {
        Peer.RequireInstalled("postfix", "postfix");
        var system = await shared.StartAsync();
        var recipient = await shared.NewAccountAsync();
        // Five minutes otherwise, and as long for the second attempt of Postfix.
        await system.MailctlAsync("setting", "set", "greylist-delay", "10s");
        await using var relay = await PostfixRelay.StartAsync(
            system,
            "smtp_tls_security_level = may", "smtp_bind_address = 127.0.0.2",
            "queue_run_delay = 3s", "minimal_backoff_time = 3s", "maximal_backoff_time = 3s");
        await relay.SubmitAsync(recipient);
        await relay.UntilLoggedAsync("status=sent (250 2.0.0 Ok: queued as");
        var refusals = Refusals().Matches(relay.Log);
        Assert.NotEmpty(refusals);
        Assert.All(refusals, refusal => Assert.Equal("450 4.2.0", refusal.Groups[1].Value));
        await RelayedMessage.AssertArrivedAsync(system, recipient);
    }

    [GeneratedRegex(@" said: ([45]\d\d \d\.\d+\.\d+)")]
    private static partial Regex Refusals();
}
