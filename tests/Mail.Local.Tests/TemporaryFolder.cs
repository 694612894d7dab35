namespace Mail.Local.Tests;

/// <summary>An empty folder that is deleted at the end.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("mail-local-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
