using System.Globalization;
using System.Text;
using Mail.Testing;

namespace Mail.Interop.Tests;

/// <summary>Debian's Dovecot with POP3 and IMAP, from a folder of its own.</summary>
internal sealed class DovecotServer : ICollectedServer
{
    private const string Package = "dovecot-core";

    // A folder with all of them, where they cannot be installed.
    private static readonly string Programs = Environment.GetEnvironmentVariable("MAIL_TEST_DOVECOT") ?? "/usr/lib/dovecot";

    private readonly DirectoryInfo _folder = Peer.NewFolder("mail-cloud-dovecot-");
    private readonly TestCertificate _certificate = TestCertificate.For([Host]);
    private readonly bool _isMdbox;
    private ProcessGroup? _process;

    private DovecotServer(bool isMdbox) => _isMdbox = isMdbox;

    /// <summary>The name in its certificate.</summary>
    public const string Host = "dovecot.test";

    public int Pop3 { get; } = FreePorts.Take();

    public int Pop3s { get; } = FreePorts.Take();

    public int Imap { get; } = FreePorts.Take();

    public int Imaps { get; } = FreePorts.Take();

    private string ConfigurationFile => Path.Combine(_folder.FullName, "dovecot.conf");

    /// <param name="settings">Further lines of its configuration.</param>
    /// <param name="isMdbox">Dovecot's own format in the place of Maildir.</param>
    public static async Task<DovecotServer> StartAsync(string settings = "", bool isMdbox = false)
    {
        Peer.RequireInstalled(Package, "dovecot");
        Assert.SkipUnless(File.Exists(Path.Combine(Programs, "pop3-login")), "skipped: dovecot-pop3d not installed");
        Assert.SkipUnless(File.Exists(Path.Combine(Programs, "imap-login")), "skipped: dovecot-imapd not installed");
        Peer.RequireRoot(Package);
        var server = new DovecotServer(isMdbox);
        await server.WriteFilesAsync(settings);
        await server.RunAsync();
        return server;
    }

    public async Task DeliverAsync(string user, int from, int count)
    {
        if (!_isMdbox)
        {
            await MaildirOf(user).DeliverAsync(from, count);
            return;
        }

        var source = Path.Combine(_folder.FullName, "incoming", user, from.ToString(CultureInfo.InvariantCulture));
        await new MaildirBox(source).DeliverAsync(from, count);
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "mail", user));
        await Peer.RunAsync("coreutils", "chown", "-R", "nobody:nogroup", Path.Combine(_folder.FullName, "mail", user));
        await DoveadmAsync("import", "-u", user, "-s", "maildir:" + source, "", "ALL");
    }

    public async Task<int> CountAsync(string user) => _isMdbox
        ? int.Parse((await DoveadmAsync("mailbox", "status", "-u", user, "messages", "INBOX")).Split('=')[1], CultureInfo.InvariantCulture)
        : MaildirOf(user).Numbers().Count;

    /// <summary>The numbers of the messages that a user still has in his Maildir.</summary>
    public HashSet<int> NumbersOf(string user) => MaildirOf(user).Numbers();

    /// <summary>SIGKILL to all of its processes.</summary>
    public Task KillAsync() => _process!.KillAsync();

    /// <summary>After <see cref="KillAsync"/>, or for the first time.</summary>
    public async Task RunAsync()
    {
        await (_process?.DisposeAsync() ?? ValueTask.CompletedTask);
        _process = new ProcessGroup("/usr/sbin/dovecot", ["-F", "-c", ConfigurationFile]);
        for (var i = 0; !Peer.Listens(Imaps); i++)
        {
            Assert.True(i < 200 && !_process.HasExited, "Dovecot does not listen: " + await ReadLogAsync());
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Starts again with other settings.</summary>
    /// <param name="settings">As for <see cref="StartAsync"/>.</param>
    public async Task RestartAsync(string settings)
    {
        await KillAsync();
        await WriteFilesAsync(settings);
        await RunAsync();
    }

    /// <summary>Makes it forget what it knew of a user's Maildir: UIDs, and with them UIDVALIDITY and UIDLs.</summary>
    public async Task ForgetUidsAsync(string user)
    {
        await KillAsync();
        foreach (var file in Directory.GetFiles(Path.Combine(_folder.FullName, "mail", user), "dovecot*"))
        {
            File.Delete(file);
        }

        await RunAsync();
    }

    /// <summary>Runs its doveadm and gives what that wrote.</summary>
    public async Task<string> DoveadmAsync(params string[] arguments)
    {
        var (exitCode, output) = await Peer.RunAsync(Package, "doveadm", ["-c", ConfigurationFile, .. arguments]);
        Assert.True(exitCode == 0, $"doveadm {string.Join(' ', arguments)}: {output}");
        return output;
    }

    public async ValueTask DisposeAsync()
    {
        await (_process?.DisposeAsync() ?? ValueTask.CompletedTask);
        _certificate.Dispose();
        _folder.Delete(recursive: true);
    }

    private MaildirBox MaildirOf(string user) => new(Path.Combine(_folder.FullName, "mail", user));

    private async Task WriteFilesAsync(string settings)
    {
        var token = TestContext.Current.CancellationToken;
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "cert.pem"), _certificate.Pem + TestCertificate.IntermediatePem, token);
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "key.pem"), _certificate.KeyPem, token);
        await File.WriteAllTextAsync(ConfigurationFile, Configuration() + settings + "\n", token);
    }

    private async Task<string> ReadLogAsync()
    {
        var log = Path.Combine(_folder.FullName, "log");
        return File.Exists(log) ? await File.ReadAllTextAsync(log) : "no log";
    }

    private string Configuration()
    {
        var folder = _folder.FullName;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $$"""
            base_dir = {{folder}}/run
            state_dir = {{folder}}/state
            libexec_dir = {{Programs}}
            log_path = {{folder}}/log
            protocols = pop3 imap
            listen = 127.0.0.1
            ssl = yes
            ssl_cert = <{{folder}}/cert.pem
            ssl_key = <{{folder}}/key.pem
            disable_plaintext_auth = no
            first_valid_uid = 1
            auth_mechanisms = plain login cram-md5 scram-sha-256
            mail_max_userip_connections = 100
            passdb {
              driver = static
              args = password={PLAIN}{{ICollectedServer.Password}}
            }
            userdb {
              driver = static
              args = uid=nobody gid=nogroup home={{folder}}/mail/%n
            }
            mail_location = {{(_isMdbox ? "mdbox" : "maildir")}}:{{folder}}/mail/%n

            """);
        foreach (var (service, port) in new[] { ("pop3", Pop3), ("imap", Imap) })
        {
            text.Append(CultureInfo.InvariantCulture, $$"""
                service {{service}}-login {
                  inet_listener {{service}} {
                    port = {{port}}
                  }
                  inet_listener {{service}}s {
                    port = {{(service == "pop3" ? Pop3s : Imaps)}}
                  }
                }

                """);
        }

        return text.ToString();
    }
}
