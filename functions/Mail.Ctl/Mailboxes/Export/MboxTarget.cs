using System.Buffers;
using System.Text;

namespace Mail.Ctl;

/// <summary>An mbox file of the dialect mboxrd, the one whose quoting can be undone.</summary>
internal sealed class MboxTarget(string path) : IExportTarget
{
    // Never an existing file: it may be somebody's mail.
    private readonly FileStream _file = PrivateFile.Create(path, FileMode.CreateNew);

    public bool IsParallel => false;

    public async ValueTask<bool> WriteAsync(ExportEntry entry, Stream content, CancellationToken cancellationToken)
    {
        var unixText = new ArrayBufferWriter<byte>();
        var quoted = new ArrayBufferWriter<byte>();
        var lines = new LfConverter(unixText);
        var quoting = FromQuoting.Add(quoted);
        var buffer = new byte[64 * 1024];
        var length = await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        await _file.WriteAsync(Encoding.ASCII.GetBytes(FromLine.Write(Sender(buffer.AsSpan(0, length)), entry.ReceivedAt)), cancellationToken);

        var last = (byte)'\n';
        for (; length > 0; length = await content.ReadAsync(buffer, cancellationToken))
        {
            last = buffer[length - 1];
            lines.Write(buffer.AsSpan(0, length));
            await MoveAsync();
        }

        lines.Finish();
        await MoveAsync();
        quoting.Finish();
        // One line end that the message may lack, and the empty line that ends it.
        quoted.Write(last == '\n' ? "\n"u8 : "\n\n"u8);
        await _file.WriteAsync(quoted.WrittenMemory, cancellationToken);
        return true;

        async ValueTask MoveAsync()
        {
            quoting.Write(unixText.WrittenSpan);
            unixText.ResetWrittenCount();
            await _file.WriteAsync(quoted.WrittenMemory, cancellationToken);
            quoted.ResetWrittenCount();
        }
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    /// <summary>The reverse-path from the Return-Path field that we put first, if it is one word; MAILER-DAEMON, as usual, if not.</summary>
    private static string Sender(ReadOnlySpan<byte> message)
    {
        var field = "Return-Path: <"u8;
        var end = message.IndexOf(">\r\n"u8);
        if (!message.StartsWith(field) || end <= field.Length)
        {
            return "MAILER-DAEMON";
        }

        var path = message[field.Length..end];
        return path.Length > 254 || path.ContainsAnyExceptInRange((byte)'!', (byte)'~') ? "MAILER-DAEMON" : Encoding.ASCII.GetString(path);
    }
}
