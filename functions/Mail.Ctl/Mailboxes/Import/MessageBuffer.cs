using System.Buffers;
using Mail.Core;

namespace Mail.Ctl;

/// <summary>
/// A message while it is being imported, its line ends made CRLF: in memory up to a megabyte, in a temporary file beyond, so that memory stays
/// bounded whatever the files hold.
/// </summary>
internal sealed class MessageBuffer : IAsyncDisposable
{
    /// <summary>Bytes. The largest message that common services exchange is 150 MB (Exchange Online); beyond is no mail.</summary>
    public const long MaxSize = 256 * 1024 * 1024;

    private const int MaxInMemory = 1024 * 1024;

    private readonly ArrayBufferWriter<byte> _pending = new();
    private readonly CrlfConverter _converter;
    private Stream _content = new MemoryStream();

    public MessageBuffer() => _converter = new CrlfConverter(_pending);

    /// <summary>More came than <see cref="MaxSize"/>; the rest was not kept.</summary>
    public bool IsTooLarge { get; private set; }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        IsTooLarge |= _content.Length + bytes.Length > MaxSize;
        if (IsTooLarge)
        {
            return;
        }

        _converter.Write(bytes.Span);
        if (_content is MemoryStream && _content.Length + _pending.WrittenCount > MaxInMemory)
        {
            await SpillAsync(cancellationToken);
        }

        await _content.WriteAsync(_pending.WrittenMemory, cancellationToken);
        _pending.ResetWrittenCount();
    }

    /// <summary>The message from its start.</summary>
    public Stream Content()
    {
        _content.Position = 0;
        return _content;
    }

    public ValueTask DisposeAsync() => _content.DisposeAsync();

    private async ValueTask SpillAsync(CancellationToken cancellationToken)
    {
        var file = PrivateFile.Create(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileOptions.DeleteOnClose);
        var memory = Content();
        _content = file;
        await memory.CopyToAsync(file, cancellationToken);
    }
}
