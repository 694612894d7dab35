using Mail.Core;

namespace Mail.Ctl;

/// <summary>A directory of <c>.eml</c> files, byte for byte as stored, named by their delivery ids; a directory below it for each other folder.</summary>
/// <param name="rootFolder">The folder that goes to the directory itself.</param>
internal sealed class EmlTarget(string path, string rootFolder) : IExportTarget
{
    public bool IsParallel => true;

    public async ValueTask<bool> WriteAsync(ExportEntry entry, Stream content, CancellationToken cancellationToken)
    {
        var directory = FolderName.Key(entry.Folder) == FolderName.Key(rootFolder)
            ? path
            : Path.Combine(path, ModifiedUtf7.Encode(entry.Folder));
        Directory.CreateDirectory(directory);
        var name = Path.Combine(directory, entry.Id + ".eml");
        if (File.Exists(name))
        {
            return false;
        }

        var temporary = name + ".part";
        await using (var file = PrivateFile.Create(temporary, FileMode.Create))
        {
            await content.CopyToAsync(file, cancellationToken);
        }

        File.SetLastWriteTimeUtc(temporary, entry.ReceivedAt.UtcDateTime);
        File.Move(temporary, name, overwrite: false);
        return true;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
