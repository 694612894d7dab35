using System.Text;

namespace Mail.Ctl.Tests;

/// <summary>A directory that goes with its test.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("mailctl-test-");

    public string this[string name] => Path.Combine(_directory.FullName, name);

    public IEnumerable<string> Files => Directory
        .EnumerateFiles(_directory.FullName, "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(_directory.FullName, file))
        .Order(StringComparer.Ordinal);

    /// <summary>Writes a file, Latin-1, and the directories it needs; gives its path.</summary>
    public string Write(string name, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        File.WriteAllText(this[name], content, Encoding.Latin1);
        return this[name];
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
