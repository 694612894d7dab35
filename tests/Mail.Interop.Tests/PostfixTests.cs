using System.Diagnostics;
using System.Text;
using Mail.Testing;

namespace Mail.Interop.Tests;

/// <summary>Postfix as the server that sends to us.</summary>
public class PostfixTests
{
    [Theory(Timeout = 180_000)]
    [InlineData("encrypt", "Untrusted|Trusted|Verified")]
    [InlineData("secure", "Verified")]
    public async Task A_postfix_that_insists_on_TLS_delivers(string level, string trust)
    {
        await using var system = await MailSystem.StartAsync();
        await using var relay = await PostfixRelay.StartAsync(
            system, $"smtp_tls_security_level = {level}", "smtp_tls_secure_cert_match = mx.example.test");
        await relay.SubmitAsync("From: X <x@sender.test>\nSubject: relayed\n\nHello\n");

        await system.ListWhenThereAsync("alice@example.test", 1);
        var message = Encoding.Latin1.GetString(Assert.Single(await system.ExportAsync("alice@example.test")));
        Assert.Contains("from relay.sender.test ", message, StringComparison.Ordinal);
        Assert.Contains("with ESMTPS id ", message, StringComparison.Ordinal);
        await UntilLoggedAsync(relay, "status=sent (250 2.0.0 Ok: queued as");
        Assert.Matches($"({trust}) TLS connection established to localhost.*TLSv1.3", relay.Log);
    }

    private static async Task UntilLoggedAsync(PostfixRelay relay, string text)
    {
        var limit = Stopwatch.StartNew();
        while (!relay.Log.Contains(text, StringComparison.Ordinal))
        {
            Assert.True(limit.Elapsed < TimeSpan.FromSeconds(30), relay.Log);
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }
}
