using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Mail.Testing;

namespace Mail.Interop.Tests;

/// <summary>
/// An OpenSMTPD that hands all mail to the gateway and insists on TLS. Its queue is in its memory: the folder of the one on disk is compiled in, and
/// belongs to the machine.
/// </summary>
internal sealed class OpenSmtpdRelay : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Peer.NewFolder("mail-cloud-opensmtpd-");
    private readonly ServerProcess _process;
    private readonly int _port = FreePorts.Take();

    private OpenSmtpdRelay(string program, MailSystem system)
    {
        var configuration = Path.Combine(_folder.FullName, "smtpd.conf");
        // It trusts the machine's authorities only, so ours cannot be verified here.
        File.WriteAllText(
            configuration,
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                listen on 127.0.0.1 port {_port} hostname relay.sender.test
                action "gateway" relay host "smtp+tls://localhost:{system.SmtpPort}" tls no-verify helo "relay.sender.test"
                match from any for any action "gateway"

                """));
        _process = new ServerProcess(
            "OpenSMTPD", program, ["-d", "-B", "queue=ram", "-f", configuration], new Dictionary<string, string>(), ListensAsync);
    }

    public string Log => _process.Output;

    public static async Task<OpenSmtpdRelay> StartAsync(MailSystem system)
    {
        var program = Peer.Installed("opensmtpd", "smtpd");
        Peer.RequireRoot("opensmtpd");
        var relay = new OpenSmtpdRelay(program, system);
        await relay._process.StartAsync(TestContext.Current.CancellationToken);
        return relay;
    }

    /// <summary>Hands a message to this OpenSMTPD by SMTP.</summary>
    public async Task SubmitAsync(string recipient)
    {
        using var client = new SmtpClient(_port);
        await client.SendAsync(recipient, RelayedMessage.To(recipient), TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _process.StopAsync(CancellationToken.None);
        await _process.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task<bool> ListensAsync(CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, _port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
