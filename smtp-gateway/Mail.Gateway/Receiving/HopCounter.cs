using System.Buffers;

namespace Mail.Gateway;

/// <summary>Counts the <c>Received:</c> fields of a message while it streams in (RFC 5321 §6.3). Any cut of the content gives the same number.</summary>
internal sealed class HopCounter
{
    private int _at;
    private bool _isHeader = true;
    private bool _matches = true;

    public int Hops { get; private set; }

    private static ReadOnlySpan<byte> Name => "received:"u8;

    public void Read(in ReadOnlySequence<byte> content)
    {
        foreach (var segment in content)
        {
            if (!_isHeader)
            {
                return;
            }

            Read(segment.Span);
        }
    }

    private void Read(ReadOnlySpan<byte> content)
    {
        while (_isHeader && !content.IsEmpty)
        {
            if (!_matches)
            {
                var end = content.IndexOf((byte)'\n');
                content = end < 0 ? [] : content[end..];
            }

            if (!content.IsEmpty)
            {
                Take(content[0]);
                content = content[1..];
            }
        }
    }

    // Line ends are CRLF: Mail.Smtp refuses everything else.
    private void Take(byte octet)
    {
        if (octet == '\n')
        {
            (_at, _matches) = (0, true);
        }
        else if (octet == '\r')
        {
            // RFC 5322 §2.1: the header ends with an empty line.
            _isHeader = _at > 0;
            _at++;
            _matches = false;
        }
        else
        {
            _matches = _matches && _at < Name.Length && (octet | 0x20) == Name[_at];
            _at++;
            if (_matches && _at == Name.Length)
            {
                Hops++;
                _matches = false;
            }
        }
    }
}
