using System.Security.Cryptography;

namespace Mail.Transport;

/// <summary>SHA-256 of the relaxed canonical form of a body: RFC 6376 §3.4.4. In bounded memory, whatever the lines are like.</summary>
/// <remarks>
/// White space at a line's end and empty lines at the body's end do not count, so they are remembered and written when something follows. Only CRLF ends
/// a line; a bare CR or LF is a character like others.
/// </remarks>
internal sealed class RelaxedBodyHash : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _filled;
    private long _lineEnds;
    private bool _space;
    private bool _carriageReturn;
    private bool _written;

    /// <param name="content">Read from where it stands to its end.</param>
    public static async ValueTask<byte[]> ComputeAsync(Stream content, CancellationToken cancellationToken)
    {
        using var hash = new RelaxedBodyHash();
        var buffer = new byte[64 * 1024];
        while (await content.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            hash.Append(buffer.AsSpan(0, read));
        }

        return hash.Finish();
    }

    public void Append(ReadOnlySpan<byte> octets)
    {
        foreach (var octet in octets)
        {
            Append(octet);
        }
    }

    public byte[] Finish()
    {
        if (_carriageReturn)
        {
            _carriageReturn = false;
            Character((byte)'\r');
        }

        // A last line without CRLF gets one; an empty body stays empty.
        if (_written)
        {
            Put((byte)'\r');
            Put((byte)'\n');
        }

        _hash.AppendData(_buffer, 0, _filled);
        return _hash.GetHashAndReset();
    }

    public void Dispose() => _hash.Dispose();

    private void Append(byte octet)
    {
        if (_carriageReturn)
        {
            _carriageReturn = false;
            if (octet == '\n')
            {
                // White space before it is dropped.
                _space = false;
                _lineEnds++;
                return;
            }

            Character((byte)'\r');
        }

        if (octet == '\r')
        {
            _carriageReturn = true;
        }
        else if (octet is (byte)' ' or (byte)'\t')
        {
            _space = true;
        }
        else
        {
            Character(octet);
        }
    }

    private void Character(byte octet)
    {
        for (; _lineEnds > 0; _lineEnds--)
        {
            Put((byte)'\r');
            Put((byte)'\n');
        }

        if (_space)
        {
            Put((byte)' ');
            _space = false;
        }

        Put(octet);
        _written = true;
    }

    private void Put(byte octet)
    {
        if (_filled == _buffer.Length)
        {
            _hash.AppendData(_buffer);
            _filled = 0;
        }

        _buffer[_filled++] = octet;
    }
}
