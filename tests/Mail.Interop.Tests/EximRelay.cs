using System.Globalization;
using Mail.Testing;

namespace Mail.Interop.Tests;

/// <summary>
/// An Exim of its own, under a temporary folder, that hands all mail to the gateway, insists on TLS and on a certificate that it can verify.
/// It runs for one message at a time; there is no daemon.
/// </summary>
internal sealed class EximRelay : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Peer.NewFolder("mail-cloud-exim-");

    private EximRelay()
    {
    }

    private string Configuration => Path.Combine(_folder.FullName, "exim.conf");

    private string LogFile => Path.Combine(_folder.FullName, "log", "mainlog");

    public string Log => File.Exists(LogFile) ? File.ReadAllText(LogFile) : "no log";

    public static async Task<EximRelay> StartAsync(MailSystem system)
    {
        var program = Peer.Installed("exim", "exim4");
        Peer.RequireRoot("exim");
        var relay = new EximRelay();
        await relay.ConfigureAsync(program, system);
        return relay;
    }

    /// <summary>Hands a message to this Exim, as a program on its machine does, and waits until it has tried to deliver it.</summary>
    public async Task SubmitAsync(string recipient)
    {
        var (exitCode, output) = await Peer.RunAsync(
            "exim", "exim4", ["-C", Configuration, "-odf", "-i", "-f", "x@sender.test", recipient], RelayedMessage.WriteAsync(recipient));
        Assert.True(exitCode == 0, output + Log);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task ConfigureAsync(string program, MailSystem system)
    {
        foreach (var name in new[] { "spool", "log" })
        {
            var (exitCode, output) = await Peer.RunAsync("coreutils", "chown", "Debian-exim", _folder.CreateSubdirectory(name).FullName);
            Assert.SkipUnless(exitCode == 0, $"skipped: exim has no user here: {output}");
        }

        // Exim's own user has to read it.
        var root = Path.Combine(_folder.FullName, "root.pem");
        File.Copy(system.RootCertificate, root);
        await File.WriteAllTextAsync(
            Configuration,
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                exim_path = {program}
                primary_hostname = relay.sender.test
                spool_directory = {_folder.FullName}/spool
                log_file_path = {_folder.FullName}/log/%slog
                deliver_drop_privilege = true
                never_users =
                keep_environment =
                disable_ipv6 = true
                begin routers
                gateway:
                  driver = manualroute
                  route_list = * localhost byname
                  self = send
                  transport = gateway
                begin transports
                gateway:
                  driver = smtp
                  port = {system.SmtpPort}
                  hosts_require_tls = *
                  tls_verify_certificates = {root}
                  tls_verify_hosts = *
                  tls_verify_cert_hostnames = *
                begin retry
                * * F,1h,10m

                """));
    }
}
