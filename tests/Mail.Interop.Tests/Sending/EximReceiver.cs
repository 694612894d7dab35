using System.Globalization;
using Mail.Testing;

namespace Mail.Interop.Tests;

/// <summary>An Exim with STARTTLS, CHUNKING and DSN, which sends its own notices to our gateway.</summary>
internal sealed class EximReceiver : IReceiver
{
    private readonly DirectoryInfo _folder = Peer.NewFolder("mail-cloud-exim-");
    private ServerProcess? _process;

    private EximReceiver()
    {
    }

    public string Log => string.Join('\n', Directory.EnumerateFiles(Path.Combine(_folder.FullName, "log")).Select(File.ReadAllText)) + _process?.Output;

    public IReadOnlyList<string> Messages => Maildir.Read(Path.Combine(_folder.FullName, "mail"));

    public static async Task<IReceiver> StartAsync(MailSystem system, Destination destination)
    {
        var program = Peer.Installed("exim", "exim4");
        Peer.RequireRoot("exim");
        var receiver = new EximReceiver();
        var configuration = await receiver.ConfigureAsync(program, system, destination);
        receiver._process = new ServerProcess(
            "exim", program, ["-C", configuration, "-bdf"], new Dictionary<string, string>(), _ => Task.FromResult(Peer.Listens(destination.Port)));
        await receiver._process.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    private async Task<string> ConfigureAsync(string program, MailSystem system, Destination destination)
    {
        var certificate = Path.Combine(_folder.FullName, "server.pem");
        File.Copy(system.Certificate, certificate);
        foreach (var path in new[] { "spool", "log", "mail" }.Select(name => _folder.CreateSubdirectory(name).FullName).Append(certificate))
        {
            var (exitCode, output) = await Peer.RunAsync("coreutils", "chown", "Debian-exim", path);
            Assert.SkipUnless(exitCode == 0, $"skipped: exim has no user here: {output}");
        }

        var configuration = Path.Combine(_folder.FullName, "exim.conf");
        await File.WriteAllTextAsync(
            configuration,
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                exim_path = {program}
                primary_hostname = exim.peer.test
                spool_directory = {_folder.FullName}/spool
                log_file_path = {_folder.FullName}/log/%slog
                deliver_drop_privilege = true
                never_users =
                keep_environment =
                disable_ipv6 = true
                local_interfaces = 127.0.0.1
                daemon_smtp_ports = {destination.Port}
                dsn_advertise_hosts = *
                tls_certificate = {certificate}
                accept_8bitmime = true
                acl_smtp_rcpt = rcpt
                acl_smtp_data = accept
                begin acl
                rcpt:
                  accept local_parts = a : b
                  deny message = 5.1.1 no such user
                begin routers
                mailbox:
                  driver = accept
                  domains = {destination.Domain}
                  transport = mailbox
                gateway:
                  driver = manualroute
                  route_list = * localhost byname
                  self = send
                  transport = gateway
                begin transports
                mailbox:
                  driver = appendfile
                  directory = {_folder.FullName}/mail
                  maildir_format
                  return_path_add
                  user = Debian-exim
                gateway:
                  driver = smtp
                  port = {system.SmtpPort}
                begin retry
                * * F,1h,10m

                """));
        return configuration;
    }
}
