using Mail.Sieve;

namespace Mail.Processing;

/// <summary>A message with what rules have changed in its header, or as it is. The message in the spool stays as it was received.</summary>
internal sealed class EditedContent : IAsyncDisposable
{
    /// <summary>Beyond it the copy is in a temporary file, as the message is: many large ones at once do not need their sum in memory.</summary>
    private const int MaxInMemory = 1024 * 1024;

    // As FileStream's own default.
    private const int BufferSize = 4096;

    private EditedContent(Stream stream, bool isChanged)
    {
        Stream = stream;
        IsChanged = isChanged;
    }

    /// <summary>Seekable, at its start.</summary>
    public Stream Stream { get; }

    public bool IsChanged { get; }

    /// <param name="message">Stays open.</param>
    public static async Task<EditedContent> OpenAsync(Stream message, HeaderEdits edits, CancellationToken cancellationToken)
    {
        if (edits.IsEmpty)
        {
            return new EditedContent(message, isChanged: false);
        }

        Stream copy = message.Length <= MaxInMemory
            ? new MemoryStream((int)message.Length)
            : new FileStream(
                Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, BufferSize,
                FileOptions.Asynchronous | FileOptions.DeleteOnClose);
        await edits.CopyAsync(message, copy, cancellationToken);
        copy.Position = 0;
        return new EditedContent(copy, isChanged: true);
    }

    public ValueTask DisposeAsync() => IsChanged ? Stream.DisposeAsync() : ValueTask.CompletedTask;
}
