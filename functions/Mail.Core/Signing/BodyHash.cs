using System.Security.Cryptography;

namespace Mail.Core;

/// <summary>SHA-256 of the canonical form of a body: RFC 6376 §3.4.3, §3.4.4. In bounded memory, whatever the lines are like.</summary>
/// <remarks>
/// Empty lines at the body's end do not count, nor in the relaxed form white space at a line's end, so they are remembered and written when something
/// follows. Only CRLF ends a line; a bare CR or LF is a character like others.
/// </remarks>
/// <param name="limit">How many octets of the canonical form are hashed, from its start; <c>null</c> for all.</param>
public sealed class BodyHash(Canonicalization form, long? limit = null) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _filled;
    private long _lineEnds;
    private bool _space;
    private bool _carriageReturn;

    /// <summary>Octets of the canonical form so far, also of those behind the limit.</summary>
    public long Length { get; private set; }

    /// <param name="content">Read from where it stands to its end.</param>
    public static async ValueTask<byte[]> ComputeAsync(Canonicalization form, Stream content, CancellationToken cancellationToken)
    {
        using var hash = new BodyHash(form);
        var buffer = new byte[64 * 1024];
        while (await content.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            hash.Append(buffer.AsSpan(0, read));
        }

        return hash.Finish();
    }

    public void Append(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            if (_carriageReturn)
            {
                octets = AfterCarriageReturn(octets);
                continue;
            }

            var end = octets.IndexOf((byte)'\r');
            Line(end < 0 ? octets : octets[..end]);
            _carriageReturn = end >= 0;
            octets = end < 0 ? [] : octets[(end + 1)..];
        }
    }

    public byte[] Finish()
    {
        if (_carriageReturn)
        {
            _carriageReturn = false;
            Characters("\r"u8);
        }

        // A last line without CRLF gets one. An empty body stays empty in the relaxed form, and becomes an empty line in the simple one.
        if (Length > 0 || form == Canonicalization.Simple)
        {
            Put("\r\n"u8);
        }

        _hash.AppendData(_buffer, 0, _filled);
        _filled = 0;
        return _hash.GetHashAndReset();
    }

    public void Dispose() => _hash.Dispose();

    private ReadOnlySpan<byte> AfterCarriageReturn(ReadOnlySpan<byte> octets)
    {
        _carriageReturn = false;
        if (octets[0] != '\n')
        {
            Characters("\r"u8);
            return octets;
        }

        // White space before it is dropped.
        _space = false;
        _lineEnds++;
        return octets[1..];
    }

    /// <summary>Of a line, without its end.</summary>
    private void Line(ReadOnlySpan<byte> octets)
    {
        if (form == Canonicalization.Simple)
        {
            Characters(octets);
            return;
        }

        while (!octets.IsEmpty)
        {
            var word = octets.IndexOfAny((byte)' ', (byte)'\t');
            Characters(word < 0 ? octets : octets[..word]);
            if (word < 0)
            {
                return;
            }

            _space = true;
            octets = octets[word..].TrimStart(" \t"u8);
        }
    }

    private void Characters(ReadOnlySpan<byte> octets)
    {
        if (octets.IsEmpty)
        {
            return;
        }

        for (; _lineEnds > 0; _lineEnds--)
        {
            Put("\r\n"u8);
        }

        if (_space)
        {
            Put(" "u8);
            _space = false;
        }

        Put(octets);
    }

    private void Put(ReadOnlySpan<byte> octets)
    {
        var left = limit is { } most ? Math.Max(0, most - Length) : long.MaxValue;
        Length += octets.Length;
        octets = octets.Length <= left ? octets : octets[..(int)left];
        while (!octets.IsEmpty)
        {
            if (_filled == _buffer.Length)
            {
                _hash.AppendData(_buffer);
                _filled = 0;
            }

            var taken = Math.Min(octets.Length, _buffer.Length - _filled);
            octets[..taken].CopyTo(_buffer.AsSpan(_filled));
            _filled += taken;
            octets = octets[taken..];
        }
    }
}
