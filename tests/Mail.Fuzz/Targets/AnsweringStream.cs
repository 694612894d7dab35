using System.Text;

namespace Mail.Fuzz.Targets;

/// <summary>
/// A server that says an answer at its beginning, and one after each line that it gets; then it hangs up. <c>{tag}</c> in an answer is the first word of the line.
/// Nothing here ever waits.
/// </summary>
/// <param name="piece">Octets that one read gives at most.</param>
internal sealed class AnsweringStream(IReadOnlyList<byte[]> answers, int piece) : Stream
{
    private readonly List<byte> _heard = [];
    private ReadOnlyMemory<byte> _now = answers.Count > 0 ? answers[0] : [];
    private int _next = 1;

    /// <summary>What the client has said.</summary>
    public string Heard => Encoding.Latin1.GetString([.. _heard]);

    /// <summary>The octet that was read last; 0 before there is one.</summary>
    public byte Last { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var length = Math.Min(Math.Min(buffer.Length, piece), _now.Length);
        _now[..length].CopyTo(buffer);
        _now = _now[length..];
        Last = length > 0 ? buffer.Span[length - 1] : Last;
        return ValueTask.FromResult(length);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        foreach (var octet in buffer.Span)
        {
            _heard.Add(octet);
            if (octet == '\n' && _next < answers.Count)
            {
                var line = Heard.TrimEnd('\r', '\n').Split('\n')[^1];
                var answer = Encoding.Latin1.GetString(answers[_next++]).Replace("{tag}", line.Split(' ')[0], StringComparison.Ordinal);
                _now = (byte[])[.. _now.Span, .. Encoding.Latin1.GetBytes(answer)];
            }
        }

        return ValueTask.CompletedTask;
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
