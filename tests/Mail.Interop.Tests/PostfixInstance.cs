namespace Mail.Interop.Tests;

/// <summary>A Postfix of its own, under a temporary folder. Needs root, as Postfix does.</summary>
internal sealed class PostfixInstance : IAsyncDisposable
{
    private static readonly string[] Services =
    [
        "pickup unix n - n 60 1 pickup", "cleanup unix n - n - 0 cleanup", "qmgr unix n - n 300 1 qmgr", "tlsmgr unix - - n 1000? 1 tlsmgr",
        "rewrite unix - - n - - trivial-rewrite", "bounce unix - - n - 0 bounce", "defer unix - - n - 0 bounce", "trace unix - - n - 0 bounce",
        "smtp unix - - n - - smtp", "relay unix - - n - - smtp", "showq unix n - n - - showq", "error unix - - n - - error",
        "retry unix - - n - - error", "scache unix - - n - 1 scache", "postlog unix-dgram n - n - 1 postlogd", "anvil unix - - n - 1 anvil",
    ];

    private readonly DirectoryInfo _folder = Peer.NewFolder("mail-cloud-postfix-");

    private PostfixInstance()
    {
    }

    public string Folder => _folder.FullName;

    public string Configuration => Path.Combine(Folder, "etc");

    public string Log => File.Exists(LogFile) ? File.ReadAllText(LogFile) : "no log";

    private string LogFile => Path.Combine(Folder, "log", "postfix.log");

    /// <param name="settings">Lines of main.cf, for the folder of this Postfix.</param>
    /// <param name="services">Lines of master.cf, beside those that every Postfix needs.</param>
    public static async Task<PostfixInstance> StartAsync(Func<string, IEnumerable<string>> settings, params string[] services)
    {
        Peer.RequireInstalled("postfix", "postfix");
        Peer.RequireRoot("postfix");
        var postfix = new PostfixInstance();
        await postfix.ConfigureAsync(settings(postfix.Folder), services);
        var (exitCode, output) = await postfix.PostfixAsync("start");
        Assert.True(exitCode == 0, output + postfix.Log);
        return postfix;
    }

    public async ValueTask DisposeAsync()
    {
        await PostfixAsync("stop");
        _folder.Delete(recursive: true);
    }

    private Task<(int ExitCode, string Output)> PostfixAsync(string command) => Peer.RunAsync("postfix", "postfix", "-c", Configuration, command);

    private async Task ConfigureAsync(IEnumerable<string> settings, string[] services)
    {
        foreach (var name in new[] { "etc", "spool", "data", "log" })
        {
            _folder.CreateSubdirectory(name);
        }

        await Peer.RunAsync("coreutils", "chown", "postfix", Path.Combine(Folder, "data"));
        string[] main =
        [
            "compatibility_level = 3.6",
            $"queue_directory = {Folder}/spool",
            $"data_directory = {Folder}/data",
            $"maillog_file = {LogFile}",
            $"maillog_file_prefixes = {Folder}",
            "mydestination =",
            "inet_interfaces = loopback-only",
            "smtp_host_lookup = native",
            .. settings,
        ];
        await File.WriteAllLinesAsync(Path.Combine(Configuration, "main.cf"), main);
        await File.WriteAllLinesAsync(Path.Combine(Configuration, "master.cf"), [.. Services, .. services]);
    }
}
