namespace Mail.Interop.Tests;

/// <summary>Mail servers that send to us and insist on TLS.</summary>
public class RelayTests(SharedSystem shared) : IClassFixture<SharedSystem>
{
    [Theory(Timeout = 180_000)]
    [InlineData("encrypt", "Untrusted|Trusted|Verified")]
    [InlineData("secure", "Verified")]
    public async Task Postfix_delivers(string level, string trust)
    {
        Peer.RequireInstalled("postfix", "postfix");
        var system = await shared.StartAsync();
        var recipient = await shared.NewAccountAsync();
        await using var relay = await PostfixRelay.StartAsync(
            system, $"smtp_tls_security_level = {level}", "smtp_tls_secure_cert_match = mx.example.test");
        await relay.SubmitAsync(recipient);
        await relay.UntilLoggedAsync("status=sent (250 2.0.0 Ok: queued as");
        await RelayedMessage.AssertArrivedAsync(system, recipient);
        Assert.Matches($"({trust}) TLS connection established to localhost.*TLSv1.3", relay.Log);
    }

    [Fact(Timeout = 180_000)]
    public async Task Exim_delivers()
    {
        Peer.RequireInstalled("exim", "exim4");
        var system = await shared.StartAsync();
        var recipient = await shared.NewAccountAsync();
        await using var relay = await EximRelay.StartAsync(system);
        await relay.SubmitAsync(recipient);
        // Verified certificate, and our answer.
        Assert.Matches("=> user[^\n]* X=TLS1\\.3:[^\n]* CV=yes [^\n]*C=\"250 2\\.0\\.0 Ok: queued as ", relay.Log);
        await RelayedMessage.AssertArrivedAsync(system, recipient);
    }

    [Fact(Timeout = 180_000)]
    public async Task OpenSMTPD_delivers()
    {
        Peer.RequireInstalled("opensmtpd", "smtpd");
        var system = await shared.StartAsync();
        var recipient = await shared.NewAccountAsync();
        await using var relay = await OpenSmtpdRelay.StartAsync(system);
        await relay.SubmitAsync(recipient);
        await RelayedMessage.AssertArrivedAsync(system, recipient);
        Assert.Matches("mta tls ciphers=TLSv1\\.3:", relay.Log);
    }
}
