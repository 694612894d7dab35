using Mail.Spam;

namespace Mail.Ctl;

/// <summary>Reads one message after the other into the same memory.</summary>
internal sealed class MessageFile
{
    private readonly byte[] _buffer = new byte[TokenizerLimits.MaxMessage];

    /// <returns>What the filter looks at; good until the next call.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    public ReadOnlySpan<byte> Read(string path)
    {
        using var file = File.OpenHandle(path);
        var length = 0;
        while (length < _buffer.Length && RandomAccess.Read(file, _buffer.AsSpan(length), length) is var read and > 0)
        {
            length += read;
        }

        return _buffer.AsSpan(0, length);
    }
}
