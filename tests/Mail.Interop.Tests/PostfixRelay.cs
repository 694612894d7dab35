using System.Diagnostics;
using System.Globalization;
using Mail.Testing;

namespace Mail.Interop.Tests;

/// <summary>A Postfix of its own, under a temporary folder, that hands all mail to the gateway and insists on TLS. Needs root, as Postfix does.</summary>
internal sealed class PostfixRelay : IAsyncDisposable
{
    private static readonly string[] Services =
    [
        "pickup unix n - n 60 1 pickup", "cleanup unix n - n - 0 cleanup", "qmgr unix n - n 300 1 qmgr", "tlsmgr unix - - n 1000? 1 tlsmgr",
        "rewrite unix - - n - - trivial-rewrite", "bounce unix - - n - 0 bounce", "defer unix - - n - 0 bounce", "trace unix - - n - 0 bounce",
        "smtp unix - - n - - smtp", "relay unix - - n - - smtp", "showq unix n - n - - showq", "error unix - - n - - error",
        "retry unix - - n - - error", "scache unix - - n - 1 scache", "postlog unix-dgram n - n - 1 postlogd", "anvil unix - - n - 1 anvil",
    ];

    private readonly DirectoryInfo _folder = Peer.NewFolder("mail-cloud-postfix-");

    private PostfixRelay()
    {
    }

    private string Configuration => Path.Combine(_folder.FullName, "etc");

    private string LogFile => Path.Combine(_folder.FullName, "log", "postfix.log");

    public string Log => File.Exists(LogFile) ? File.ReadAllText(LogFile) : "no log";

    public static async Task<PostfixRelay> StartAsync(MailSystem system, params string[] settings)
    {
        Peer.RequireInstalled("postfix", "postfix");
        Peer.RequireRoot("postfix");
        var relay = new PostfixRelay();
        await relay.ConfigureAsync(system, settings);
        var (exitCode, output) = await relay.PostfixAsync("start");
        Assert.True(exitCode == 0, output + relay.Log);
        return relay;
    }

    /// <summary>Hands a message to this Postfix, as a program on its machine does.</summary>
    public async Task SubmitAsync(string recipient)
    {
        var (exitCode, output) = await Peer.RunAsync(
            "postfix", "sendmail", ["-C", Configuration, "-i", "-f", "x@sender.test", recipient], RelayedMessage.WriteAsync(recipient));
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

    public async ValueTask DisposeAsync()
    {
        await PostfixAsync("stop");
        _folder.Delete(recursive: true);
    }

    private Task<(int ExitCode, string Output)> PostfixAsync(string command) => Peer.RunAsync("postfix", "postfix", "-c", Configuration, command);

    private async Task ConfigureAsync(MailSystem system, string[] settings)
    {
        foreach (var name in new[] { "etc", "spool", "data", "log" })
        {
            _folder.CreateSubdirectory(name);
        }

        await Peer.RunAsync("coreutils", "chown", "postfix", Path.Combine(_folder.FullName, "data"));
        string[] main =
        [
            "compatibility_level = 3.6",
            $"queue_directory = {_folder.FullName}/spool",
            $"data_directory = {_folder.FullName}/data",
            $"maillog_file = {LogFile}",
            $"maillog_file_prefixes = {_folder.FullName}",
            "myhostname = relay.sender.test",
            "mydestination =",
            "inet_interfaces = loopback-only",
            "smtp_host_lookup = native",
            string.Create(CultureInfo.InvariantCulture, $"relayhost = [localhost]:{system.SmtpPort}"),
            $"smtp_tls_CAfile = {system.RootCertificate}",
            "smtp_tls_loglevel = 1",
            .. settings,
        ];
        await File.WriteAllLinesAsync(Path.Combine(Configuration, "main.cf"), main);
        await File.WriteAllLinesAsync(Path.Combine(Configuration, "master.cf"), Services);
    }
}
