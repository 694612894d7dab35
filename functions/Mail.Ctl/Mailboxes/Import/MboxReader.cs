using System.Buffers;
using System.Runtime.CompilerServices;

namespace Mail.Ctl;

/// <summary>
/// Takes an mbox file apart: dialects mboxrd (default) and mboxo, line ends LF or CRLF. Content-Length counts only where a message, or the file, ends exactly there:
/// Dovecot and mutt quote nothing and rely on it, and it is wrong as soon as anybody touches the file.
/// </summary>
internal sealed class MboxReader(Stream file, string name, bool isMboxo)
{
    private readonly LineReader _lines = new(file);
    private readonly ArrayBufferWriter<byte> _unquoted = new();

    public async IAsyncEnumerable<ImportItem> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        OpenMessage? open = null;
        var number = 0;
        try
        {
            while (await _lines.ReadAsync(cancellationToken) is { } line)
            {
                if (IsSeparator(line, open, out var time) && !(line.Offset < open?.BodyEnd))
                {
                    if (open is not null)
                    {
                        yield return await CloseAsync(open, line.Offset, cancellationToken);
                    }

                    open = Open(++number, line.Offset, time);
                }
                else if (open is not null)
                {
                    await AppendAsync(open, line, cancellationToken);
                }
                else if (!line.IsBlankLine)
                {
                    yield return ImportItem.Broken(name, "this is no mbox file: it does not begin with a 'From ' line");
                    yield break;
                }
            }

            if (open is not null)
            {
                var last = open;
                open = null;
                yield return await CloseAsync(last, file.Length, cancellationToken);
            }
        }
        finally
        {
            await (open?.Buffer.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }

    private static bool IsSeparator(LineFragment line, OpenMessage? open, out DateTimeOffset? time)
    {
        time = null;
        if (!line.BeginsWithFrom || open is { BlankLines: 0 })
        {
            return false;
        }

        return FromLine.TryRead(line.Bytes.Span, out time) || open is null;
    }

    private OpenMessage Open(int number, long offset, DateTimeOffset? time)
    {
        _unquoted.ResetWrittenCount();
        return new OpenMessage(
            number, offset, time, new MessageBuffer(), isMboxo ? FromQuoting.RemoveSingle(_unquoted) : FromQuoting.Remove(_unquoted));
    }

    /// <summary>Empty lines wait: the last one before a separator, or before the end, belongs to the format and not to the message.</summary>
    private async ValueTask AppendAsync(OpenMessage open, LineFragment line, CancellationToken cancellationToken)
    {
        await LookForLengthAsync(open, line, cancellationToken);
        if (line.IsBlankLine)
        {
            open.BlankLines++;
            return;
        }

        await WriteBlankLinesAsync(open, cancellationToken);
        open.Quoting.Write(line.Bytes.Span);
        await MoveAsync(open, cancellationToken);
    }

    /// <summary>Up to the end of the header: what its Content-Length says, when it is true.</summary>
    private async ValueTask LookForLengthAsync(OpenMessage open, LineFragment line, CancellationToken cancellationToken)
    {
        if (!open.IsInHeader)
        {
            return;
        }

        if (!line.IsBlankLine)
        {
            open.ContentLength = MboxLength.Read(line) ?? open.ContentLength;
            return;
        }

        open.IsInHeader = false;
        var start = line.Offset + line.Bytes.Length;
        if (open.ContentLength is { } length && file.CanSeek && length <= file.Length - start && await MboxLength.EndsAtAsync(file, start + length, cancellationToken))
        {
            open.BodyEnd = start + length;
        }
    }

    private async ValueTask WriteBlankLinesAsync(OpenMessage open, CancellationToken cancellationToken)
    {
        for (; open.BlankLines > 0; open.BlankLines--)
        {
            open.Quoting.Write("\n"u8);
            await MoveAsync(open, cancellationToken);
        }
    }

    private async ValueTask MoveAsync(OpenMessage open, CancellationToken cancellationToken)
    {
        await open.Buffer.WriteAsync(_unquoted.WrittenMemory, cancellationToken);
        _unquoted.ResetWrittenCount();
    }

    private async ValueTask<ImportItem> CloseAsync(OpenMessage open, long end, CancellationToken cancellationToken)
    {
        open.BlankLines = Math.Max(0, open.BlankLines - 1);
        await WriteBlankLinesAsync(open, cancellationToken);
        open.Quoting.Finish();
        await MoveAsync(open, cancellationToken);
        var position = $"{name}, message {open.Number} at byte {open.Offset}";
        var flags = MboxStatus.Read(open.Buffer.Content(), out var isInternal);
        if (isInternal)
        {
            await open.Buffer.DisposeAsync();
            return ImportItem.Broken(position, "it is no mail, but the counters of a mail program", end - open.Offset);
        }

        return await MessageCheck.ToItemAsync(new ImportItem(position, Folder: null)
        {
            Message = open.Buffer,
            ReceivedAt = open.Time,
            Flags = flags,
            SourceBytes = end - open.Offset,
        });
    }

    private sealed class OpenMessage(int number, long offset, DateTimeOffset? time, MessageBuffer buffer, FromQuoting quoting)
    {
        public int Number => number;

        public long Offset => offset;

        public DateTimeOffset? Time => time;

        public MessageBuffer Buffer => buffer;

        public FromQuoting Quoting => quoting;

        public long BlankLines { get; set; }

        public bool IsInHeader { get; set; } = true;

        /// <summary>As its header has it; <c>null</c>: it has none.</summary>
        public long? ContentLength { get; set; }

        /// <summary>Before it no line begins another message; 0: nobody knows.</summary>
        public long BodyEnd { get; set; }
    }
}
