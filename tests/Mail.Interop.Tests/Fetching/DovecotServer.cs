using System.Diagnostics;
using System.Globalization;
using System.Text;
using Mail.Testing;

namespace Mail.Interop.Tests;

/// <summary>Debian's Dovecot with POP3 and IMAP, from a folder of its own, for every user with the same password.</summary>
internal sealed class DovecotServer : IAsyncDisposable
{
    public const string Password = "s3cret";

    // A folder with all of them, where they cannot be installed.
    private static readonly string Programs = Environment.GetEnvironmentVariable("MAIL_TEST_DOVECOT") ?? "/usr/lib/dovecot";

    private readonly DirectoryInfo _folder = Peer.NewFolder("mail-cloud-dovecot-");
    private readonly TestCertificate _certificate = TestCertificate.For(["dovecot.test"]);
    private Process? _process;

    public int Pop3 { get; } = FreePorts.Take();

    public int Pop3s { get; } = FreePorts.Take();

    public int Imap { get; } = FreePorts.Take();

    public int Imaps { get; } = FreePorts.Take();

    public static async Task<DovecotServer> StartAsync()
    {
        Peer.RequireInstalled("dovecot-core", "dovecot");
        Assert.SkipUnless(File.Exists(Path.Combine(Programs, "pop3-login")), "skipped: dovecot-pop3d not installed");
        Assert.SkipUnless(File.Exists(Path.Combine(Programs, "imap-login")), "skipped: dovecot-imapd not installed");
        Peer.RequireRoot("dovecot-core");
        var server = new DovecotServer();
        await server.PrepareAsync();
        await server.RunAsync();
        return server;
    }

    /// <summary>Messages with these numbers, as an MTA delivers them to a Maildir.</summary>
    public async Task DeliverAsync(string user, int from, int count)
    {
        var folder = Path.Combine(_folder.FullName, "mail", user);
        foreach (var sub in new[] { "new", "cur", "tmp" })
        {
            Directory.CreateDirectory(Path.Combine(folder, sub));
        }

        for (var i = from; i < from + count; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"17000{i:D5}.M{i}P1.host");
            await File.WriteAllTextAsync(Path.Combine(folder, "new", name), ScriptedMailbox.Message(i, 2000).ReplaceLineEndings("\n"), TestContext.Current.CancellationToken);
        }

        await Peer.RunAsync("coreutils", "chown", "-R", "nobody:nogroup", Path.Combine(_folder.FullName, "mail"));
    }

    /// <summary>How many messages a user still has there.</summary>
    public int Count(string user) => Files(user).Count();

    /// <summary>The numbers of those messages.</summary>
    public HashSet<int> NumbersOf(string user) => [.. Files(user).Select(NumberOf)];

    /// <summary>SIGKILL to all of its processes.</summary>
    public async Task KillAsync()
    {
        await SignalAsync("-KILL", "--", "-" + _process!.Id.ToString(CultureInfo.InvariantCulture));
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>After <see cref="KillAsync"/>, or for the first time.</summary>
    public async Task RunAsync()
    {
        _process?.Dispose();
        // A process group of its own, so that one signal reaches all of it.
        _process = Process.Start(new ProcessStartInfo("setsid", ["/usr/sbin/dovecot", "-F", "-c", ConfigurationFile]))!;
        await UntilListeningAsync(_process);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false } process)
        {
            // SIGTERM: it takes its children with it.
            await SignalAsync("-TERM", process.Id.ToString(CultureInfo.InvariantCulture));
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            await process.WaitForExitAsync(limit.Token);
        }

        _process?.Dispose();
        _certificate.Dispose();
        _folder.Delete(recursive: true);
    }

    private string ConfigurationFile => Path.Combine(_folder.FullName, "dovecot.conf");

    /// <summary>A message moves from new to cur, never back: in this order none is overlooked.</summary>
    private IEnumerable<string> Files(string user) =>
        new[] { "new", "cur" }.SelectMany(sub => Directory.GetFiles(Path.Combine(_folder.FullName, "mail", user, sub)));

    // See DeliverAsync.
    private static int NumberOf(string file) => int.Parse(Path.GetFileName(file).Split('M', 'P')[1], CultureInfo.InvariantCulture);

    private static async Task SignalAsync(params string[] arguments)
    {
        using var kill = Process.Start("kill", arguments);
        await kill.WaitForExitAsync();
    }

    private async Task PrepareAsync()
    {
        var token = TestContext.Current.CancellationToken;
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "cert.pem"), _certificate.Pem + TestCertificate.IntermediatePem, token);
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "key.pem"), _certificate.KeyPem, token);
        await File.WriteAllTextAsync(ConfigurationFile, Configuration(), token);
    }

    private async Task UntilListeningAsync(Process process)
    {
        var token = TestContext.Current.CancellationToken;
        for (var i = 0; i < 200; i++)
        {
            try
            {
                using var probe = new System.Net.Sockets.TcpClient();
                await probe.ConnectAsync("127.0.0.1", Imaps, token);
                return;
            }
            catch (System.Net.Sockets.SocketException)
            {
                Assert.False(process.HasExited, "Dovecot has ended: " + await ReadLogAsync());
                await Task.Delay(50, token);
            }
        }

        Assert.Fail("Dovecot does not listen: " + await ReadLogAsync());
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
              args = password={PLAIN}{{Password}}
            }
            userdb {
              driver = static
              args = uid=nobody gid=nogroup home={{folder}}/mail/%n
            }
            mail_location = maildir:{{folder}}/mail/%n

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
