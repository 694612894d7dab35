using System.Diagnostics;

namespace Mail.Interop.Tests.Sorting;

/// <summary>Messages of our own, and, where it lies beside the repository, some of a public corpus.</summary>
public sealed class SampleMessages : IDisposable
{
    // Of each folder of the corpus; enough for every kind of list and of spam that it has.
    private const int OfCorpus = 10;

    // Unpacking takes two seconds.
    private static readonly TimeSpan UnpackLimit = TimeSpan.FromMinutes(1);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mail-cloud-corpus-");

    public SampleMessages() =>
        All = [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "testdata", "sorting", "messages")).Order(StringComparer.Ordinal).Select(SampleMessage.Read), .. Corpus()];

    public IReadOnlyList<SampleMessage> All { get; }

    public void Dispose() => _folder.Delete(recursive: true);

    private IEnumerable<SampleMessage> Corpus()
    {
        if (Archive() is not { } archive)
        {
            Console.WriteLine("The corpus is not there: only our own messages are sorted.");
            return [];
        }

        using var tar = Process.Start("tar", ["-xJf", archive, "-C", _folder.FullName, "--wildcards", $"*/000[0-{OfCorpus / 10}]*"]);
        return tar.WaitForExit(UnpackLimit) && tar.ExitCode == 0
            ? _folder.EnumerateDirectories()
                .SelectMany(folder => folder.GetFiles().OrderBy(file => file.Name, StringComparer.Ordinal).Take(OfCorpus))
                .Where(file => file.Name != "cmds")
                .Select(file => SampleMessage.Read(file.FullName))
            : throw new InvalidOperationException($"{archive} cannot be unpacked.");
    }

    private static string? Archive()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, "shared", "corpora", "spamassassin-2002.tar.xz");
            if (File.Exists(file))
            {
                return file;
            }
        }

        return null;
    }
}
