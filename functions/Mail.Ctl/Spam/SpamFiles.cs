using System.CommandLine;

namespace Mail.Ctl;

/// <summary>Messages in files, for training: as import reads them, and from standard input.</summary>
internal sealed class SpamFiles(CtlConsole console)
{
    private const string StandardInput = "-";

    public static Argument<string[]> Argument() => new("PATH")
    {
        Description = "mbox files, message files, Maildirs, directories of them, or - for standard input.",
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>What is wrong with the paths; <c>null</c> when nothing is.</summary>
    public static CommandResult? Problem(IReadOnlyList<string> paths) =>
        paths.FirstOrDefault(path => path != StandardInput && !Path.Exists(path)) is { } missing
            ? CommandResult.Refused($"There is no file or directory {missing}; nothing was done.")
            : null;

    /// <summary>For the progress bar; standard input tells nothing.</summary>
    public static long Size(IReadOnlyList<string> paths) => ImportFiles.Size(paths.Where(path => path != StandardInput));

    /// <summary>All messages under the paths, each to be disposed by who takes it.</summary>
    public async IAsyncEnumerable<ImportItem> ReadAsync(
        IReadOnlyList<string> paths, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var files = new ImportFiles(isMboxo: false, anyName: true);
        foreach (var path in paths)
        {
            await using var input = path == StandardInput ? await ReadInputAsync(cancellationToken) : null;
            await foreach (var item in files.ReadAsync(input?.Name ?? path, cancellationToken))
            {
                yield return input is null ? item : item with { Position = item.Position.Replace(input.Name, "standard input", StringComparison.Ordinal) };
            }
        }
    }

    /// <summary>A file, for an mbox is told from a message by its beginning, and read again.</summary>
    private async Task<FileStream> ReadInputAsync(CancellationToken cancellationToken)
    {
        var file = PrivateFile.Create(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileOptions.DeleteOnClose);
        await console.InBytes.CopyToAsync(file, cancellationToken);
        await file.FlushAsync(cancellationToken);
        return file;
    }
}
