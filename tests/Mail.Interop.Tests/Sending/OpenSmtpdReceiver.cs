using System.Globalization;
using System.Text;
using Mail.Testing;

namespace Mail.Interop.Tests;

/// <summary>An OpenSMTPD, which hands what it takes to a scripted server: its programs for mailboxes have their places compiled in.</summary>
internal sealed class OpenSmtpdReceiver : IReceiver
{
    private readonly DirectoryInfo _folder = Peer.NewFolder("mail-cloud-opensmtpd-");
    private readonly ScriptedSmtpServer _mailboxes = new() { Extensions = ["8BITMIME"] };
    private readonly ServerProcess _process;

    private OpenSmtpdReceiver(string program, Destination destination)
    {
        var configuration = Path.Combine(_folder.FullName, "smtpd.conf");
        File.WriteAllText(
            configuration,
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                listen on 127.0.0.1 port {destination.Port} hostname opensmtpd.peer.test
                action "mailboxes" relay host "smtp://127.0.0.1:{_mailboxes.Port}"
                match from any for any rcpt-to "a@{destination.Domain}" action "mailboxes"
                match from any for any rcpt-to "b@{destination.Domain}" action "mailboxes"

                """));
        _process = new ServerProcess(
            "OpenSMTPD", program, ["-d", "-B", "queue=ram", "-f", configuration], new Dictionary<string, string>(), _ => Task.FromResult(Peer.Listens(destination.Port)));
    }

    public string Log => _process.Output;

    public IReadOnlyList<string> Messages =>
        [.. _mailboxes.Messages.SelectMany(message => message.Recipients.Select(_ => Encoding.UTF8.GetString(message.Content).ReplaceLineEndings("\n")))];

    public static async Task<IReceiver> StartAsync(MailSystem system, Destination destination)
    {
        var program = Peer.Installed("opensmtpd", "smtpd");
        Peer.RequireRoot("opensmtpd");
        var receiver = new OpenSmtpdReceiver(program, destination);
        await receiver._process.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }

    public async ValueTask DisposeAsync()
    {
        await _process.StopAsync(CancellationToken.None);
        await _process.DisposeAsync();
        await _mailboxes.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
