using System.Globalization;
using Mail.Testing;

namespace Mail.Interop.Tests;

/// <summary>Debian's Courier with POP3 and IMAP, unpacked, because it cannot be installed beside Dovecot.</summary>
internal sealed class CourierServer : ICollectedServer
{
    private const string Package = "courier-imap";

    private readonly DirectoryInfo _folder = Peer.NewFolder("mail-cloud-courier-");
    private readonly CourierLogins _logins;
    private readonly List<ProcessGroup> _servers = [];

    private CourierServer() => _logins = new CourierLogins(_folder.FullName);

    public int Pop3 { get; } = FreePorts.Take();

    public int Imap { get; } = FreePorts.Take();

    public static async Task<CourierServer> StartAsync()
    {
        var listener = Peer.Installed(Package, "couriertcpd");
        Peer.RequireRoot(Package);
        Assert.SkipWhen(CourierLogins.AreTaken(), "skipped: Courier's authdaemon runs here");
        var server = new CourierServer();
        await server.RunAsync(listener);
        return server;
    }

    public Task DeliverAsync(string user, int from, int count) => MaildirOf(user).DeliverAsync(from, count);

    public Task<int> CountAsync(string user) => Task.FromResult(MaildirOf(user).Numbers().Count);

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        await _logins.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    // By its own way: couriertcpd listens, a program for each connection asks for the password and becomes the server that has the user's rights.
    private async Task RunAsync(string listener)
    {
        var root = new FileInfo(listener).Directory!.Parent!.Parent!.FullName;
        var programs = Path.Combine(root, "usr/lib/courier/courier");
        Listen(listener, root, Pop3, Path.Combine(programs, "courierpop3login"), Path.Combine(programs, "courierpop3d"));
        Listen(listener, root, Imap, Path.Combine(programs, "imaplogin"), Path.Combine(root, "usr/bin/imapd"));
        for (var i = 0; !(Peer.Listens(Pop3) && Peer.Listens(Imap)); i++)
        {
            Assert.True(i < 200 && _servers.TrueForAll(server => !server.HasExited), "Courier does not listen");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    private void Listen(string listener, string root, int port, string login, string program) => _servers.Add(new ProcessGroup(
        listener,
        [
            "-address=127.0.0.1", "-stderr=" + Path.Combine(_folder.FullName, "log"), "-maxprocs=40", "-maxperip=40", "-nodnslookup", "-noidentlookup",
            port.ToString(CultureInfo.InvariantCulture), login, program, "Maildir",
        ],
        new Dictionary<string, string>
        {
            ["LD_LIBRARY_PATH"] = $"{root}/usr/lib:{root}/usr/lib/x86_64-linux-gnu",
            // As Debian's /etc/courier/imapd has it, but for locks that need a daemon more (gamin).
            ["IMAP_CAPABILITY"] = "IMAP4rev1 UIDPLUS CHILDREN NAMESPACE THREAD=ORDEREDSUBJECT THREAD=REFERENCES SORT QUOTA IDLE",
            ["IMAP_KEYWORDS"] = "1",
            ["IMAP_USELOCKS"] = "0",
        }));

    private MaildirBox MaildirOf(string user) => new(Path.Combine(_folder.FullName, user, "Maildir"));
}
