using System.Text;

namespace Mail.Spam;

/// <summary>A value with parameters (RFC 2045 §5.1): <c>text/plain; charset="utf-8"</c>.</summary>
internal readonly ref struct ContentField(ReadOnlySpan<byte> value)
{
    private readonly ReadOnlySpan<byte> _value = value;

    /// <summary>What stands before the first semicolon, as written.</summary>
    public ReadOnlySpan<byte> Value
    {
        get
        {
            var end = _value.IndexOf((byte)';');
            return Trim(end < 0 ? _value : _value[..end]);
        }
    }

    public bool Is(ReadOnlySpan<byte> value) => Ascii.EqualsIgnoreCase(Value, value);

    public bool StartsWith(ReadOnlySpan<byte> start) => Value.Length >= start.Length && Ascii.EqualsIgnoreCase(Value[..start.Length], start);

    /// <summary>Also of RFC 2231 (<c>name*=</c>, <c>name*0=</c>), of which the first piece is enough here.</summary>
    /// <param name="name">Lower-case.</param>
    /// <returns>Without quotes; empty when it is missing.</returns>
    public ReadOnlySpan<byte> Parameter(ReadOnlySpan<byte> name)
    {
        var rest = _value;
        while (true)
        {
            var semicolon = rest.IndexOf((byte)';');
            if (semicolon < 0)
            {
                return default;
            }

            rest = rest[(semicolon + 1)..].TrimStart(" \t\r\n"u8);
            if (rest.Length > name.Length && Ascii.EqualsIgnoreCase(rest[..name.Length], name))
            {
                var after = rest[name.Length..].TrimStart(" \t\r\n*0"u8);
                if (after is [(byte)'=', ..])
                {
                    return ValueOf(after[1..]);
                }
            }
        }
    }

    private static ReadOnlySpan<byte> ValueOf(ReadOnlySpan<byte> text)
    {
        text = text.TrimStart(" \t\r\n*"u8);
        if (text is [(byte)'"', ..])
        {
            var quote = text[1..].IndexOf((byte)'"');
            return quote < 0 ? Trim(text[1..]) : text.Slice(1, quote);
        }

        var end = text.IndexOfAny(";\r\n"u8);
        return Trim(end < 0 ? text : text[..end]);
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) => text.Trim(" \t\r\n"u8);
}
