using System.Globalization;
using Mail.Testing;

namespace Mail.Interop.Tests;

/// <summary>A Postfix with STARTTLS, CHUNKING and DSN, which sends its own notices to our gateway.</summary>
internal sealed class PostfixReceiver : IReceiver
{
    private readonly PostfixInstance _postfix;

    private PostfixReceiver(PostfixInstance postfix) => _postfix = postfix;

    public string Log => _postfix.Log;

    public IReadOnlyList<string> Messages => Maildir.Read(MailOf(_postfix.Folder));

    public static async Task<IReceiver> StartAsync(MailSystem system, Destination destination)
    {
        var domain = destination.Domain;
        var postfix = await PostfixInstance.StartAsync(
            folder =>
                [
                    "myhostname = postfix.peer.test",
                    "local_recipient_maps =",
                    "alias_maps =",
                    $"virtual_mailbox_domains = {domain}",
                    $"virtual_mailbox_maps = inline:{{ a@{domain}=a/, b@{domain}=b/ }}",
                    $"virtual_mailbox_base = {MailOf(folder)}",
                    "virtual_minimum_uid = 1",
                    "virtual_uid_maps = static:65534",
                    "virtual_gid_maps = static:65534",
                    "smtpd_tls_security_level = may",
                    $"smtpd_tls_cert_file = {system.Certificate}",
                    $"smtpd_tls_key_file = {system.Certificate}",
                    "smtpd_tls_loglevel = 1",
                    string.Create(CultureInfo.InvariantCulture, $"relayhost = [127.0.0.1]:{system.SmtpPort}"),
                ],
            string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{destination.Port} inet n - n - - smtpd"),
            "virtual unix - n n - - virtual");
        // Deliveries are made as nobody: 65534 on Debian.
        Directory.CreateDirectory(MailOf(postfix.Folder));
        await Peer.RunAsync("coreutils", "chown", "65534:65534", MailOf(postfix.Folder));
        return new PostfixReceiver(postfix);
    }

    public ValueTask DisposeAsync() => _postfix.DisposeAsync();

    private static string MailOf(string folder) => Path.Combine(folder, "mail");
}
