using System.Diagnostics;
using System.Globalization;
using Mail.Testing;

namespace Mail.Interop.Tests;

/// <summary>A Postfix that hands all mail to the gateway and insists on TLS.</summary>
internal sealed class PostfixRelay : IAsyncDisposable
{
    private readonly PostfixInstance _postfix;

    private PostfixRelay(PostfixInstance postfix) => _postfix = postfix;

    public string Log => _postfix.Log;

    public static async Task<PostfixRelay> StartAsync(MailSystem system, params string[] settings) => new(await PostfixInstance.StartAsync(
        _ =>
        [
            "myhostname = relay.sender.test",
            string.Create(CultureInfo.InvariantCulture, $"relayhost = [localhost]:{system.SmtpPort}"),
            $"smtp_tls_CAfile = {system.RootCertificate}",
            "smtp_tls_loglevel = 1",
            .. settings,
        ]));

    /// <summary>Hands a message to this Postfix, as a program on its machine does.</summary>
    public async Task SubmitAsync(string recipient)
    {
        var (exitCode, output) = await Peer.RunAsync(
            "postfix", "sendmail", ["-C", _postfix.Configuration, "-i", "-f", "x@sender.test", recipient], RelayedMessage.WriteAsync(recipient));
        Assert.True(exitCode == 0, output);
    }

    public async Task UntilLoggedAsync(string text)
    {
        var limit = Stopwatch.StartNew();
        while (!Log.Contains(text, StringComparison.Ordinal))
        {
            Assert.True(limit.Elapsed < TimeSpan.FromMinutes(2), Log);
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    public ValueTask DisposeAsync() => _postfix.DisposeAsync();
}
