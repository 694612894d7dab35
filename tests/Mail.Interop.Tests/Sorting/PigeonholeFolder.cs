using System.Text.RegularExpressions;

namespace Mail.Interop.Tests.Sorting;

/// <summary>A script and a configuration for Pigeonhole's <c>sieve-test</c>, which says what it would do.</summary>
internal sealed partial class PigeonholeFolder : IDisposable
{
    private const string Package = "dovecot-sieve";
    private const string Program = "sieve-test";

    private readonly DirectoryInfo _folder = Peer.NewFolder("mail-cloud-sieve-", othersWrite: true);

    public PigeonholeFolder(string script)
    {
        Peer.RequireInstalled(Package, Program);
        Peer.RequireRoot(Package);
        File.WriteAllText(Script, script);
        File.WriteAllLines(
            Configuration,
            [
                $"base_dir = {_folder.FullName}/run",
                $"state_dir = {_folder.FullName}/run",
                $"mail_location = maildir:{_folder.FullName}/mail",
                "mail_uid = nobody",
                "mail_gid = nogroup",
                "postmaster_address = postmaster@example.test",
                "hostname = example.test",
                "log_path = /dev/stderr",
                "ssl = no",
                "plugin {",
                "  sieve_extensions = +editheader",
                "  sieve_max_redirects = 10",
                "}",
            ]);
    }

    private string Script => Path.Combine(_folder.FullName, "script.sieve");

    private string Configuration => Path.Combine(_folder.FullName, "dovecot.conf");

    private string Message => Path.Combine(_folder.FullName, "message.eml");

    /// <summary>Actions as <see cref="OurSorting.Actions"/> has them.</summary>
    public async Task<IReadOnlyList<string>> RunAsync(SampleMessage message, string recipient)
    {
        await File.WriteAllBytesAsync(Message, message.Wire, TestContext.Current.CancellationToken);
        MakeReadable();
        var (exitCode, output) = await Peer.RunAsync(
            Package, Program, "-c", Configuration, "-f", message.Sender, "-a", recipient, "-r", recipient, Script, Message);
        Assert.True(exitCode == 0, output);
        return Read(output);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private void MakeReadable()
    {
        if (!OperatingSystem.IsWindows())
        {
            foreach (var file in new[] { Script, Configuration, Message })
            {
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
            }
        }
    }

    /// <summary>Stars begin actions; what belongs to one is on the lines behind it.</summary>
    private static string[] Read(string output)
    {
        var actions = new List<string>();
        foreach (var line in output.Split('\n', StringSplitOptions.TrimEntries))
        {
            if (line.StartsWith("* ", StringComparison.Ordinal))
            {
                actions.Add(Action(line[2..]));
            }
            else if (Flags().Match(line) is { Success: true } flags)
            {
                actions[^1] += OurSorting.Flags(flags.Groups["flags"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            }
        }

        return [.. actions.Order(StringComparer.Ordinal)];
    }

    private static string Action(string text) => text.Split(": ", 2) switch
    {
        ["store message in folder", "INBOX"] => OurSorting.Inbox,
        ["store message in folder", var folder] => folder,
        ["redirect message to", var address] => "! " + address.Trim('<', '>'),
        ["discard", ..] => OurSorting.Nothing,
        [var other, ..] => other.Split(' ')[0] == "send" ? "vacation" : other.Split(' ')[0].TrimEnd(':'),
        _ => text,
    };

    [GeneratedRegex(@"^\+ add IMAP flags: (?<flags>.*)$")]
    private static partial Regex Flags();
}
