namespace Mail.Interop.Tests.Sorting;

/// <summary>A procmailrc in a folder of its own, which procmail delivers into.</summary>
internal sealed class ProcmailFolder : IDisposable
{
    private const string Package = "procmail";

    // Whoever asks for folders in folders has made them.
    private static readonly string[] Parents = ["lists", "tags", "plus"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mail-cloud-procmail-");

    public ProcmailFolder(string recipes)
    {
        Peer.RequireInstalled(Package, Package);
        Text = $"MAILDIR={Mail}\nDEFAULT={Mail}/default\nSENDMAIL={SendmailFile}\nLOGFILE={_folder.FullName}/log\n{recipes}";
        File.WriteAllText(RcFile, Text);
        File.WriteAllText(SendmailFile, $"#!/bin/sh\nshift\nfor address; do echo \"! $address\" >>{ForwardedFile}; done\ncat >/dev/null\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(SendmailFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>The file, with where its mail goes.</summary>
    public string Text { get; }

    public string Home => _folder.FullName;

    private string Mail => Path.Combine(_folder.FullName, "mail");

    private string RcFile => Path.Combine(_folder.FullName, "rc");

    private string SendmailFile => Path.Combine(_folder.FullName, "sendmail");

    private string ForwardedFile => Path.Combine(_folder.FullName, "forwarded");

    /// <summary>Where procmail has put the message: folders and addresses, sorted.</summary>
    public async Task<IReadOnlyList<string>> SortAsync(SampleMessage message)
    {
        Directory.CreateDirectory(Mail);
        foreach (var parent in Parents)
        {
            Directory.CreateDirectory(Path.Combine(Mail, parent));
        }

        var (exitCode, output) = await Peer.RunAsync(Package, Package, ["-m", RcFile], input => input.BaseStream.WriteAsync(message.Mbox).AsTask());
        Assert.True(exitCode == 0, output);
        string[] places = [.. Delivered().Concat(Forwarded()).Distinct().Order(StringComparer.Ordinal)];
        Empty();
        File.Delete(ForwardedFile);
        return places.Length == 0 ? [OurSorting.Nothing] : places;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string[] Forwarded() => File.Exists(ForwardedFile) ? File.ReadAllLines(ForwardedFile) : [];

    private IEnumerable<string> Delivered() => Directory.EnumerateFiles(Mail, "*", SearchOption.AllDirectories)
        .Where(file => new FileInfo(file).Length > 0)
        .Select(file => Folder(Path.GetRelativePath(Mail, file)));

    /// <summary>An mbox stays as an empty file: procmail takes a second for one that is new.</summary>
    private void Empty()
    {
        foreach (var file in Directory.GetFiles(Mail, "*", SearchOption.AllDirectories))
        {
            if (Path.GetFileName(Path.GetDirectoryName(file)) == "new")
            {
                File.Delete(file);
            }
            else
            {
                File.WriteAllBytes(file, []);
            }
        }
    }

    /// <summary>A file is an mbox, or a message of a maildir.</summary>
    private static string Folder(string path)
    {
        var segments = path.Split('/');
        var folder = segments is [.. var parents, "new", _] ? parents : segments;
        return folder is ["default"] ? OurSorting.Inbox : string.Join('/', folder.SelectMany(segment => segment.Split('.', StringSplitOptions.RemoveEmptyEntries)));
    }
}
